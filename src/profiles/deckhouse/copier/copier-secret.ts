/** Secret `images-copier-config`: it tells the image copier of Deckhouse where to copy all images to. */
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { TargetRegistry } from '../target-registry.ts';

/** Namespace of Deckhouse itself. */
export const D8_SYSTEM = 'd8-system';

export const COPIER_SECRET = 'images-copier-config';

/**
 * To be created, not applied: kubectl would write what was applied, with the password, into an annotation, and the copier
 * copies annotations to its Job and pod.
 */
export function copierSecret(target: TargetRegistry): KubernetesObject {
  const destination = {
    username: target.username,
    password: target.password,
    insecure: target.scheme === 'http',
    image: formatImageReference(target.image),
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: COPIER_SECRET, namespace: D8_SYSTEM },
    type: 'Opaque',
    data: { 'dest-repo.json': Buffer.from(JSON.stringify(destination), 'utf8').toString('base64') },
  };
}
