/** Changes Secret and Deployment of Deckhouse together, one right after the other. */
import { ClusterError, ExpectedError } from '../../../domain/errors.ts';
import type { JsonPatchOperation } from '../../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef } from '../../../domain/kubernetes/object-ref.ts';
import { valueAt } from '../../../domain/kubernetes/pod-spec.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import { pointerSegments } from '../../../domain/kubernetes/json-patch.ts';
import { surePatch } from '../../../workflow/cluster/sure-patch.ts';
import { DEPLOYMENT, readDeckhouse, REGISTRY_SECRET } from './deckhouse-objects.ts';
import { type ImageChange, imageOperations } from './image-operations.ts';
import { type EncodedKeys, KEYS, keysIn, keysPatch } from './registry-keys.ts';

export interface DeckhouseChange {
  readonly keys: { readonly from: EncodedKeys; readonly to: EncodedKeys };
  readonly images: readonly ImageChange[];
}

/** Policies and webhooks answer before anything is changed. Throws ClusterError, ExpectedError. */
export async function tryChange(
  cluster: Cluster,
  change: DeckhouseChange,
  signal: AbortSignal,
): Promise<void> {
  const { secret, deployment } = await readDeckhouse(cluster, signal);
  await tryOut(cluster, REGISTRY_SECRET, secretOperations(secret, change), signal);
  await tryOut(cluster, DEPLOYMENT, deploymentOperations(deployment, change), signal);
}

/**
 * The Secret goes first: Deckhouse is replaced all at once, its new pod needs the login, and a webhook in its pod may
 * guard the Secret. No pause in between: what Deckhouse renders there would mix old and new. What is done already is
 * left as it is. Throws ClusterError, and ExpectedError where somebody else has changed one of them.
 */
export async function applyChange(
  cluster: Cluster,
  change: DeckhouseChange,
  signal: AbortSignal,
): Promise<void> {
  await surePatch(cluster, REGISTRY_SECRET, (object) => orNone(secretOperations(object, change)), signal);
  await surePatch(cluster, DEPLOYMENT, (object) => orNone(deploymentOperations(object, change)), signal);
}

function secretOperations(secret: KubernetesObject, { keys }: DeckhouseChange): JsonPatchOperation[] {
  const present = keysIn(secret);
  if (!KEYS.every((key) => present[key] === keys.from[key] || present[key] === keys.to[key])) {
    throw changedSince(REGISTRY_SECRET);
  }
  return keysPatch(secret, keys.to);
}

function deploymentOperations(
  deployment: KubernetesObject,
  { images }: DeckhouseChange,
): JsonPatchOperation[] {
  const due = images.filter(({ pointer, from, to }) => {
    const image = valueAt(deployment, pointerSegments(pointer));
    if (image !== from && image !== to) throw changedSince(DEPLOYMENT);
    return image !== to;
  });
  return imageOperations(due);
}

function changedSince(ref: ObjectRef): ExpectedError {
  return new ExpectedError(`${describeRef(ref)} was changed by somebody else since`, {
    nextStep: 'Run the command again: it looks at what is there now.',
  });
}

function orNone(operations: readonly JsonPatchOperation[]): readonly JsonPatchOperation[] | undefined {
  return operations.length === 0 ? undefined : operations;
}

async function tryOut(
  cluster: Cluster,
  ref: ObjectRef,
  operations: readonly JsonPatchOperation[],
  signal: AbortSignal,
): Promise<void> {
  if (operations.length === 0) return;
  try {
    await cluster.patch(ref.resource, ref, operations, { signal, dryRun: true });
  } catch (cause) {
    if (!(cause instanceof ClusterError) || !/heritage: ?deckhouse/.test(cause.message)) throw cause;
    throw new ExpectedError(`nothing was changed: ${cause.message}`, {
      cause,
      nextStep:
        'Deckhouse lets only its own user change its objects: add --as system:sudouser, which takes the right to impersonate it.',
    });
  }
}
