/** The two objects that say where Deckhouse comes from, and what they say. */
import { secretText } from '../../../domain/credentials/secret-data.ts';
import { ExpectedError } from '../../../domain/errors.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import { readImageReference } from '../../../domain/image/parse-reference.ts';
import type { ImageReference } from '../../../domain/image/reference.ts';
import { imageFields } from '../../../domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../../domain/kubernetes/object-ref.ts';
import { DEPLOYMENTS, SECRETS } from '../../../domain/kubernetes/resource.ts';
import { liesIn, type RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import type { EncodedKeys } from './registry-keys.ts';

export const DEPLOYMENT: ObjectRef = { resource: DEPLOYMENTS, namespace: D8_SYSTEM, name: 'deckhouse' };
export const REGISTRY_SECRET: ObjectRef = {
  resource: SECRETS,
  namespace: D8_SYSTEM,
  name: 'deckhouse-registry',
};

export interface DeckhouseObjects {
  readonly deployment: KubernetesObject;
  readonly secret: KubernetesObject;
}

/** Throws ClusterError, and ExpectedError where one is missing. */
export async function readDeckhouse(cluster: Cluster, signal: AbortSignal): Promise<DeckhouseObjects> {
  const [deployment, secret] = await Promise.all(
    [DEPLOYMENT, REGISTRY_SECRET].map(async (ref) => cluster.get(ref.resource, ref, signal)),
  );
  if (deployment === undefined || secret === undefined) {
    const missing = deployment === undefined ? 'Deployment deckhouse' : 'Secret deckhouse-registry';
    throw new ExpectedError(`there is no ${missing} in ${D8_SYSTEM}`);
  }
  return { deployment, secret };
}

/** The repository that all images of Deckhouse are below, as the Secret tells it. Throws ExpectedError. */
export function baseOf(secret: KubernetesObject): RegistryPrefix {
  const host = secretText(secret, 'address') ?? '';
  const path = (secretText(secret, 'path') ?? '').replace(/^\/+|\/+$/g, '');
  if (host !== '') return { host, path };
  throw new ExpectedError(`Secret ${D8_SYSTEM}/deckhouse-registry tells no address of a registry`);
}

/** The repository that keys tell. Throws ExpectedError. */
export function baseOfKeys(keys: EncodedKeys): RegistryPrefix {
  return baseOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: '' }, data: keys });
}

/** An image of the Deployment, at a place in it. */
export interface DeckhouseImage {
  readonly container: string;
  readonly pointer: string;
  /** As it stands there. */
  readonly written: string;
  readonly image: ImageReference;
}

/** Those below the base; Deckhouse itself (container 0) only by tag. Throws ExpectedError. */
export function deckhouseImages(deployment: KubernetesObject, base: RegistryPrefix): DeckhouseImage[] {
  return imageFields(deployment).flatMap(({ name, image, pointer }) => {
    const read = readImageReference(image);
    if (!read.valid || !liesIn(base, read.reference)) return [];
    if (name === 'deckhouse' && (read.reference.tag === undefined || read.reference.digest !== undefined)) {
      throw new ExpectedError(
        `Deployment ${D8_SYSTEM}/deckhouse runs ${formatImageReference(read.reference)}, not a tag`,
        { nextStep: 'Set the image of its container deckhouse to a tag: with a digest it stops rendering.' },
      );
    }
    return [{ container: name, pointer, written: image, image: read.reference }];
  });
}

/** The same image below another base. */
export function rebased(image: ImageReference, from: RegistryPrefix, to: RegistryPrefix): ImageReference {
  const below = [image.repository.slice(from.path.length).replace(/^\/+/, '')].filter((rest) => rest !== '');
  return { ...image, host: to.host, repository: [to.path, ...below].join('/') };
}

/** Whether one lies in the other: what is old and what is new could not be told apart. */
export function overlap(one: RegistryPrefix, other: RegistryPrefix): boolean {
  const asImage = ({ host, path }: RegistryPrefix) => ({ host, repository: path });
  return liesIn(one, asImage(other)) || liesIn(other, asImage(one));
}
