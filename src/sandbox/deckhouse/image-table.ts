/** The images of Deckhouse: all in one repository, each with a tag made of its content's hash. */
import { createHash } from 'node:crypto';
import type { Digest } from '../../domain/image/reference.ts';
import type { DeckhouseImages, ModuleImage } from './deckhouse-options.ts';

/** Of container `deckhouse`. */
const RELEASE = 'v1.40.0';

/** By module. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  common: ['kubeRbacProxy'],
  deckhouse: ['imagesCopier', 'initDownloadedModules'],
  monitoring: ['prometheus'],
  cniCilium: ['agent'],
  registry: ['inClusterProxy'],
  istio: ['pilot', 'proxyv2'],
};

/** An image to push. */
export interface DeckhouseImage {
  readonly repository: string;
  readonly tag: string;
}

/** Has all images pushed to a repository; what is pushed needs `sh` where containers are processes. */
export async function pushDeckhouseImages(
  repository: string,
  push: (image: DeckhouseImage) => Promise<{ readonly digest: string }> | { readonly digest: string },
): Promise<Pick<DeckhouseImages, 'tag' | 'modules'>> {
  await push({ repository, tag: RELEASE });
  const modules: ModuleImage[] = [];
  for (const [module, images] of Object.entries(IMAGES)) {
    for (const image of images) {
      const tag = createHash('sha224').update(`${module}/${image}`).digest('hex');
      const { digest } = await push({ repository, tag });
      modules.push({ module, image, tag, digest: digest as Digest });
    }
  }
  return { tag: RELEASE, modules };
}

/** `base@digest`. Throws when there is no such image. */
export function moduleImage(base: string, { modules }: DeckhouseImages, name: string): string {
  const found = modules.find(({ module, image }) => `${module}/${image}` === name);
  if (found === undefined) throw new Error(`Deckhouse has no image ${name}`);
  return `${base}@${found.digest}`;
}
