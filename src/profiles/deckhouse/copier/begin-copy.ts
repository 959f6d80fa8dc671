/** How a copy by Deckhouse's image copier begins: created, repeated, or taken up where an earlier call has begun it. */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../../../domain/credentials/json-object.ts';
import { secretText } from '../../../domain/credentials/secret-data.ts';
import { ExpectedError } from '../../../domain/errors.ts';
import { type JsonPatchOperation, jsonPointer } from '../../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { valueAt } from '../../../domain/kubernetes/pod-spec.ts';
import { COPIER_SECRET, D8_SYSTEM } from './copier-secret.ts';

const DESTINATION = 'dest-repo.json';
/** A new value makes the copier replace a failed Job. */
const RETRY_ANNOTATION = 'registry-switch.io/retry';

/** Secret and Job of the copier as they are. */
export interface CopierObjects {
  readonly secret: KubernetesObject | undefined;
  readonly job: KubernetesObject | undefined;
}

export type CopyBeginning =
  | { readonly type: 'create' }
  /** The Job of an earlier Secret is being removed. */
  | { readonly type: 'wait' }
  | { readonly type: 'follow' }
  | { readonly type: 'repeat'; readonly patch: readonly JsonPatchOperation[] };

/** `wanted`: the Secret as it would be created. Pure. Throws ExpectedError where the user has to decide. */
export function beginCopy(
  { secret, job }: CopierObjects,
  wanted: KubernetesObject,
  { retry, now }: { readonly retry: boolean; readonly now: Date },
): CopyBeginning {
  if (secret === undefined) return { type: job === undefined ? 'create' : 'wait' };
  const image = imageOf(secret);
  if (hasFailed(job)) {
    if (retry) return { type: 'repeat', patch: repetition(secret, wanted, now) };
    throw new ExpectedError(`the copy to ${image} failed before`, {
      nextStep: `Read \`kubectl -n ${D8_SYSTEM} logs job/copy-images\`, then repeat it with --retry.`,
    });
  }
  if (hasSameDestination(secret, wanted)) return { type: 'follow' };
  throw new ExpectedError(`another copy is under way, to ${image}, or with another login`, {
    nextStep: `Wait for its end. To give it up: kubectl -n ${D8_SYSTEM} delete secret ${COPIER_SECRET} (which ends its Job too).`,
  });
}

/** Whether both copy to the same place with the same login. */
export function hasSameDestination(one: KubernetesObject, other: KubernetesObject): boolean {
  return isDeepStrictEqual(destinationOf(one), destinationOf(other));
}

/** A pod of the Job has failed: the copier's Job tries nothing again. */
export function hasFailed(job: KubernetesObject | undefined): boolean {
  return Number(valueAt(job, ['status', 'failed']) ?? 0) > 0;
}

export function hasSucceeded(job: KubernetesObject | undefined): boolean {
  return Number(valueAt(job, ['status', 'succeeded']) ?? 0) > 0;
}

function repetition(secret: KubernetesObject, wanted: KubernetesObject, now: Date): JsonPatchOperation[] {
  const { annotations } = secret.metadata;
  const value = now.toISOString();
  return [
    { op: 'add', path: jsonPointer('data', DESTINATION), value: valueAt(wanted, ['data', DESTINATION]) },
    annotations === undefined
      ? { op: 'add', path: '/metadata/annotations', value: { [RETRY_ANNOTATION]: value } }
      : { op: 'add', path: jsonPointer('metadata', 'annotations', RETRY_ANNOTATION), value },
  ];
}

/** Holds the login. */
function destinationOf(secret: KubernetesObject): unknown {
  const text = secretText(secret, DESTINATION);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function imageOf(secret: KubernetesObject): string {
  const destination = destinationOf(secret);
  const image = isJsonObject(destination) ? destination.image : undefined;
  return typeof image === 'string' ? image : `what Secret ${D8_SYSTEM}/${COPIER_SECRET} says`;
}
