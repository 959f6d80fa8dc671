/** Decides how to put an object back to what its records say was there before. */
import type { ImageField } from '../inventory/image-field.ts';
import type { JsonPatch } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type LocalObjectReference, podSpecOf } from '../kubernetes/pod-spec.ts';
import { changePatch, type Replacement } from './change-patch.ts';
import { type ChangedImage, type ChangeRecord, DAMAGED_RECORD, recordsOf } from './record.ts';

/** Which records of an object are undone; default: all. */
export interface UndoExtent {
  /** So many, newest first. */
  readonly depth?: number;
  /** Only those of this run. */
  readonly run?: string;
}

export interface RollbackQuestion extends UndoExtent {
  readonly object: KubernetesObject;
  readonly kind: string;
  readonly fields: readonly ImageField[];
}

export type RollbackDecision =
  | {
      readonly type: 'patch';
      readonly patch: JsonPatch;
      readonly images: readonly ChangedImage[];
      /** What somebody changed since and what is therefore left as it is, in sentences. */
      readonly kept: readonly string[];
    }
  | { readonly type: 'nothing' }
  | { readonly type: 'refuse'; readonly reason: string };

/** Pure. A value that is no longer what the record put there belongs to somebody else and is not touched. */
export function decideRollback(question: RollbackQuestion): RollbackDecision {
  const { object, kind, fields } = question;
  const records = recordsOf(object);
  if (records === undefined) return { type: 'refuse', reason: DAMAGED_RECORD };
  const newestFirst = recordsToUndo(records, question);
  if (newestFirst.length === 0) return nothingToUndo(records, question);
  const outcomes = fields.map((field) => ({ field, ...unwind(field, newestFirst) }));
  const images = outcomes.flatMap(({ field, to }): Replacement[] =>
    to === field.image ? [] : [{ field, to }],
  );
  const current = podSpecOf(object, kind)?.imagePullSecrets;
  const secrets = unwindPullSecrets(current, newestFirst);
  return {
    type: 'patch',
    patch: changePatch(object, kind, {
      images,
      ...(secrets.to === undefined ? {} : { pullSecrets: secrets.to }),
      records: records.slice(0, -newestFirst.length),
    }),
    images: images.map(({ field, to }) => ({ slot: field.slot, name: field.name, from: field.image, to })),
    kept: [...outcomes.flatMap(({ kept }) => kept), ...secrets.kept, ...vanished(fields, newestFirst)],
  };
}

/** Newest first; what came after a run cannot stay while the run is undone. */
function recordsToUndo(
  records: readonly ChangeRecord[],
  { depth = Infinity, run }: RollbackQuestion,
): ChangeRecord[] {
  const newestFirst = records.toReversed();
  if (run === undefined) return newestFirst.slice(0, depth);
  const end = newestFirst.findIndex((record) => record.run !== run);
  return end === -1 ? newestFirst : newestFirst.slice(0, end);
}

function nothingToUndo(records: readonly ChangeRecord[], { run }: RollbackQuestion): RollbackDecision {
  const covered = run !== undefined && records.some((record) => record.run === run);
  if (!covered) return { type: 'nothing' };
  const later = records.at(-1)?.run ?? 'an unknown run';
  return { type: 'refuse', reason: `it was changed again by ${later}: roll that back first` };
}

function unwind(
  field: ImageField,
  newestFirst: readonly ChangeRecord[],
): { readonly to: string; readonly kept: readonly string[] } {
  let to = field.image;
  for (const { images } of newestFirst) {
    const changed = images.find(({ slot, name }) => slot === field.slot && name === field.name);
    // Somebody else may have put it back already.
    if (changed === undefined || changed.from === to) continue;
    if (changed.to !== to) return { to, kept: [`${field.slot} ${field.name} was changed since to ${to}`] };
    to = changed.from;
  }
  return { to, kept: [] };
}

function unwindPullSecrets(
  current: readonly LocalObjectReference[] | undefined,
  newestFirst: readonly ChangeRecord[],
): { readonly to?: readonly LocalObjectReference[] | null; readonly kept: readonly string[] } {
  let state: readonly LocalObjectReference[] | null = current ?? null;
  let changed = false;
  for (const { pullSecrets } of newestFirst) {
    if (pullSecrets === undefined) continue;
    if (JSON.stringify(state) !== JSON.stringify(pullSecrets.to))
      return { kept: ['its pull Secrets were changed since'] };
    state = pullSecrets.from;
    changed = true;
  }
  return changed ? { to: state, kept: [] } : { kept: [] };
}

function vanished(fields: readonly ImageField[], records: readonly ChangeRecord[]): string[] {
  const there = new Set(fields.map(({ slot, name }) => `${slot} ${name}`));
  const recorded = new Set(
    records.flatMap(({ images }) => images.map(({ slot, name }) => `${slot} ${name}`)),
  );
  return [...recorded].filter((name) => !there.has(name)).map((name) => `${name} was removed since`);
}
