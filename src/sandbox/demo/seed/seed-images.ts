/** Fills the registries of the demo. */
import { parseImageReference } from '../../../domain/image/parse-reference.ts';
import type { Digest } from '../../../domain/image/reference.ts';
import type { SandboxRegistry } from '../../registry/sandbox-registry.ts';
import { type DemoImage, IMAGES, QUEUE_AT_TARGET, seedOf } from '../images/demo-images.ts';
import { demoLayer } from '../images/demo-layer.ts';

type Registries = ReadonlyMap<string, Pick<SandboxRegistry, 'seedImage'>>;

/** `copierImage`: the reference of the copy engine's image. Returns the digest that a template of the estate pins. */
export function seedImages(registries: Registries, copierImage: string): { readonly billingDigest: Digest } {
  for (const image of [...Object.values(IMAGES), QUEUE_AT_TARGET]) push(registries, image);
  const { host, repository, tag = 'latest' } = parseImageReference(copierImage);
  const layers = [demoLayer('regsync', 64)];
  registryOf(registries, host).seedImage({
    repository,
    tag,
    layers,
    entrypoint: ['/regsync'],
    user: 'appuser',
  });
  const { digest: billingDigest } = push(registries, IMAGES.billing);
  return { billingDigest };
}

/** Pushes a newer build to the tag of an image. */
export function pushAnew(registries: Registries, image: DemoImage): void {
  push(registries, image, 2);
}

function push(registries: Registries, image: DemoImage, build?: number) {
  return registryOf(registries, image.host).seedImage(seedOf(image, build));
}

function registryOf(registries: Registries, host: string): Pick<SandboxRegistry, 'seedImage'> {
  const registry = registries.get(host);
  if (registry === undefined) throw new Error(`there is no registry ${host} in the demo`);
  return registry;
}
