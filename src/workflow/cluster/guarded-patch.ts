/** Reads, decides, patches: and when somebody else was faster, reads and decides again. */
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
      /** There is no such object any more. */
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
  /** Why the fields that were taken by it could not be handed back to their owners. */
  readonly notHandedBack?: string;
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
 * `decide` is asked anew for every state of the object; its values are changed by a `patch` decision only, and only in
 * that very state: whoever takes over from this run changes every object that it may be about to patch, so that no
 * patch of this run is applied any more, not even one that is on its way. A patch whose answer was lost, though it was
 * applied, is found by what the object says then, and counts as made here. A patch that was sent is waited for also
 * when the signal aborts: whoever stops knows what was done. Whatever is decided, fields that were taken from other
 * field managers are handed back by a write of their own, also those that a killed tool has left. Throws ClusterError.
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
      return { decision: refuse('it was deleted and created anew since: plan again') };
    }
    if (tried !== undefined && isApplied(before, tried.patch)) {
      const patched = await handedBack(cluster, ref, { before: tried.before, after: before });
      return { decision: tried.decision, patched };
    }
    const decision = await decide(before);
    if (!isPatching(decision)) {
      await restoreFieldOwners(cluster, ref, before);
      return { decision };
    }
    signal.throwIfAborted();
    const after = await patchOnce(cluster, ref, [unchangedSince(before), ...decision.patch]);
    if (after !== undefined) return { decision, patched: await handedBack(cluster, ref, { before, after }) };
    tried = { before, decision, patch: decision.patch };
  }
  return { decision: refuse(GAVE_UP) };
}

/** What a message says where fields could not be handed back; nothing otherwise. */
export function ownersNote({ notHandedBack }: Patched): string[] {
  return notHandedBack === undefined
    ? []
    : [`its images are still owned by the field manager of this tool: ${notHandedBack}`];
}

async function handedBack(cluster: Cluster, ref: ObjectRef, patched: Patched): Promise<Patched> {
  const notHandedBack = await restoreFieldOwners(cluster, ref, patched.after);
  return notHandedBack === undefined ? patched : { ...patched, notHandedBack };
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
