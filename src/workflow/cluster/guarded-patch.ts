/** Reads, decides and patches; on a conflict reads and decides again. */
import { type JsonPatch, unchangedSince } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { restoreFieldOwners } from './restore-field-owners.ts';
import { isApplied } from './is-applied.ts';
import { ATTEMPTS, GAVE_UP, isConflict } from './conflict.ts';

export type Decided<Decision> =
  | Decision
  | {
      readonly type: 'refuse';
      readonly reason: string;
      /** The object does not exist any more. */
      readonly gone?: true;
    };

export interface PatchOutcome<Decision> {
  readonly decision: Decided<Decision>;
  /** The object before and after, when it was patched. */
  readonly patched?: Patched;
}

export interface Patched {
  readonly before: KubernetesObject;
  readonly after: KubernetesObject;
  /** Why field ownership taken by the patch could not be restored. */
  readonly ownersNotRestored?: string;
}

interface Patching {
  readonly type: 'patch';
  readonly patch: JsonPatch;
}

interface Attempt<Decision> {
  readonly before: KubernetesObject;
  readonly decision: Decision;
  readonly patch: JsonPatch;
}

/**
 * `decide` is called for every version of the object that is read, and a patch applies to that version only. A run
 * that takes over bumps the version of every object that this run may be about to patch, so that even a patch in
 * flight fails. A patch that was applied although its response was lost is recognized by the content of the object
 * and counts as made here. A patch in flight is awaited even when the signal aborts, so that the caller knows what
 * was done. Whatever is decided, field ownership is restored by a separate write, including what a killed run left.
 * Throws ClusterError.
 */
export async function guardedPatch<Decision extends { readonly type: string }>(
  cluster: Cluster,
  ref: ObjectRef,
  decide: (object: KubernetesObject) => Decision | Patching | Promise<Decision | Patching>,
  signal: AbortSignal,
): Promise<PatchOutcome<Decision | Patching>> {
  let tried: Attempt<Decision | Patching> | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = await cluster.get(ref.resource, ref, signal);
    if (before === undefined) return { decision: { ...refuse('it was deleted since'), gone: true } };
    if (ref.uid !== undefined && before.metadata.uid !== ref.uid) {
      return { decision: refuse('it was deleted and recreated since: plan again') };
    }
    if (tried !== undefined && isApplied(before, tried.patch)) {
      const patched = await withOwnersRestored(cluster, ref, { before: tried.before, after: before });
      return { decision: tried.decision, patched };
    }
    const decision = await decide(before);
    if (!isPatching(decision)) {
      await restoreFieldOwners(cluster, ref, before);
      return { decision };
    }
    signal.throwIfAborted();
    const after = await patchOnce(cluster, ref, [unchangedSince(before), ...decision.patch]);
    if (after !== undefined)
      return { decision, patched: await withOwnersRestored(cluster, ref, { before, after }) };
    tried = { before, decision, patch: decision.patch };
  }
  return { decision: refuse(GAVE_UP) };
}

/** A sentence when field ownership could not be restored; otherwise empty. */
export function ownersNote({ ownersNotRestored }: Patched): string[] {
  return ownersNotRestored === undefined
    ? []
    : [`its images are still owned by the field manager of this tool: ${ownersNotRestored}`];
}

async function withOwnersRestored(cluster: Cluster, ref: ObjectRef, patched: Patched): Promise<Patched> {
  const ownersNotRestored = await restoreFieldOwners(cluster, ref, patched.after);
  return ownersNotRestored === undefined ? patched : { ...patched, ownersNotRestored };
}

function isPatching(decision: { readonly type: string }): decision is Patching {
  return decision.type === 'patch';
}

async function patchOnce(
  cluster: Cluster,
  ref: ObjectRef,
  patch: JsonPatch,
): Promise<KubernetesObject | undefined> {
  try {
    return await cluster.patch(ref.resource, ref, patch);
  } catch (error) {
    if (isConflict(error, 'not-found')) return undefined;
    throw error;
  }
}

function refuse(reason: string): { readonly type: 'refuse'; readonly reason: string } {
  return { type: 'refuse', reason };
}
