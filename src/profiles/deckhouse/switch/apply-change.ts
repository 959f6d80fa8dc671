/** Changes Secret and Deployment of Deckhouse together, one right after the other. */
import { ClusterError, ExpectedError } from '../../../domain/errors.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import type { JsonPatch, JsonPatchOperation } from '../../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef } from '../../../domain/kubernetes/object-ref.ts';
import type { RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import { surePatch } from '../../../workflow/cluster/sure-patch.ts';
import {
  DEPLOYMENT,
  type DeckhouseObjects,
  deckhouseImages,
  readDeckhouse,
  rebased,
  REGISTRY_SECRET,
} from './deckhouse-objects.ts';
import { type EncodedKeys, keysIn, keysPatch, meanTheSame } from './registry-keys.ts';

/** From one base to another; neither lies in the other. */
export interface DeckhouseChange {
  readonly from: RegistryPrefix;
  readonly to: RegistryPrefix;
  /** As they were read, and as they are to be. */
  readonly keys: { readonly from: EncodedKeys; readonly to: EncodedKeys };
}

export interface ImageChange {
  readonly container: string;
  /** JSON pointer to the image. */
  readonly pointer: string;
  /** As written. */
  readonly from: string;
  readonly to: string;
}

/** Images of the Deployment that still come from the old base. */
export function imageChanges(deployment: KubernetesObject, { from, to }: DeckhouseChange): ImageChange[] {
  return deckhouseImages(deployment, from)
    .map(({ container, pointer, written, image }) => ({
      container,
      pointer,
      from: written,
      to: formatImageReference(rebased(image, from, to)),
    }))
    .filter((image) => image.from !== image.to);
}

/** Policies and webhooks answer before anything is changed. Throws ClusterError, ExpectedError. */
export async function tryChange(
  cluster: Cluster,
  change: DeckhouseChange,
  signal: AbortSignal,
): Promise<void> {
  const { secret, deployment } = await readDeckhouse(cluster, signal);
  await tryOut(cluster, REGISTRY_SECRET, secretOperations(secret, change), signal);
  await tryOut(cluster, DEPLOYMENT, imageOperations(imageChanges(deployment, change)), signal);
}

/**
 * The Secret goes first: Deckhouse is replaced all at once, its new pod needs the login, and a webhook in its pod may
 * guard the Secret. Nothing interrupts it in between: what Deckhouse renders there would mix old and new. Throws
 * ClusterError, and ExpectedError where somebody else has changed the Secret.
 */
export async function applyChange(
  cluster: Cluster,
  change: DeckhouseChange,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const { signal: wholly } = new AbortController();
  await surePatch(cluster, REGISTRY_SECRET, (object) => orNone(secretOperations(object, change)), wholly);
  await surePatch(
    cluster,
    DEPLOYMENT,
    (object) => orNone(imageOperations(imageChanges(object, change))),
    wholly,
  );
}

/** What the change still is on these objects; empty: nothing. */
export function isDone({ deployment, secret }: DeckhouseObjects, change: DeckhouseChange): boolean {
  return imageChanges(deployment, change).length === 0 && meanTheSame(keysIn(secret), change.keys.to);
}

function secretOperations(secret: KubernetesObject, { keys }: DeckhouseChange): JsonPatchOperation[] {
  const present = keysIn(secret);
  if (meanTheSame(present, keys.from) || meanTheSame(present, keys.to)) return keysPatch(secret, keys.to);
  throw new ExpectedError(`${describeRef(REGISTRY_SECRET)} was changed by somebody else since`, {
    nextStep: 'Run the command again: it looks at what is there now.',
  });
}

/** Each guarded by its container's name and what it says. */
function imageOperations(changes: readonly ImageChange[]): JsonPatchOperation[] {
  return changes.flatMap(({ container, pointer, from, to }): JsonPatchOperation[] => [
    { op: 'test', path: pointer.replace(/\/image$/, '/name'), value: container },
    { op: 'test', path: pointer, value: from },
    { op: 'replace', path: pointer, value: to },
  ]);
}

function orNone(operations: JsonPatch): JsonPatch | undefined {
  return operations.length === 0 ? undefined : operations;
}

async function tryOut(
  cluster: Cluster,
  ref: ObjectRef,
  operations: JsonPatch,
  signal: AbortSignal,
): Promise<void> {
  if (operations.length === 0) return;
  try {
    await cluster.patch(ref.resource, ref, operations, { signal, dryRun: true });
  } catch (cause) {
    const isPolicy =
      cause instanceof ClusterError &&
      ['forbidden', 'invalid'].includes(cause.failure) &&
      HERITAGE.test(cause.message);
    if (!isPolicy) throw cause;
    throw new ExpectedError(`nothing was changed: ${cause.message}`, {
      cause,
      nextStep:
        'Deckhouse lets only its own user change its objects: add --as system:sudouser, which takes the right to impersonate it.',
    });
  }
}

/** In the words of its policy; the API has no code for it. */
const HERITAGE = /heritage: ?deckhouse/;
