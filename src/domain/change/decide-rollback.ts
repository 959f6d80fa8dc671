/** Decides how to roll an object back to the values in its change records. */
import type { ImageField } from '../image-fields/image-field.ts';
import { unwritable } from '../image-fields/split-image.ts';
import type { JsonPatch } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { textFields } from '../mention/template-texts.ts';
import { changePatch, type ObjectChange, type Replacement } from './change-patch.ts';
import { areFinished, runsOf } from './merge-records.ts';
import { withoutPullSecrets } from './pull-secret-list.ts';
import { type ChangedImage, type ChangeRecord, replacedBy, rewrittenBy } from './record.ts';
import { readChangeLog } from './read-record.ts';
import { describeField, traceBack, type TracedImage } from './trace-back.ts';
import { whatStays } from './what-stays.ts';

/** Which records of an object to undo; default: all. */
export interface RollbackExtent {
  /** At most this many, newest first. */
  readonly depth?: number;
  /** Only those of this run. */
  readonly run?: string;
  /** Whether a run was finished: its records are void. */
  readonly isFinished?: (run: string) => boolean;
}

export interface RollbackQuestion extends RollbackExtent {
  /** Roll back the values but keep the records, while pods are still to be replaced. */
  readonly keepRecords?: boolean;
  readonly object: KubernetesObject;
  /** Its images; texts are known from the records. */
  readonly fields: readonly ImageField[];
  /** Names of image fields that are known from the cluster only, not from flags; default: none. */
  readonly remembered?: ReadonlySet<string>;
}

export type RollbackDecision =
  | {
      readonly type: 'patch';
      readonly patch: JsonPatch;
      readonly images: readonly ChangedImage[];
      /** What was changed by somebody since and is therefore kept, in sentences. */
      readonly kept: readonly string[];
      /** Some of it still comes from the target: pull Secrets and records are kept for that. */
      readonly stays: boolean;
    }
  /** Nothing can be put back now, but what stays at the target needs the records. */
  | { readonly type: 'kept'; readonly kept: readonly string[] }
  | { readonly type: 'nothing' }
  | { readonly type: 'refuse'; readonly reason: string };

/**
 * Pure. A value that is no longer the recorded one belongs to somebody else and is not touched. Pull Secrets are
 * removed only when nothing comes from the target any more.
 */
export function decideRollback(question: RollbackQuestion): RollbackDecision {
  const { object, isFinished = () => false } = question;
  const log = readChangeLog(object);
  if ('problem' in log) return { type: 'refuse', reason: log.problem };
  const records = log.changes.filter((record) => !areFinished(runsOf(record), isFinished));
  const newestFirst = recordsToUndo(records, question);
  if (newestFirst.length === 0) return nothingToUndo(records, question);
  const tracedImages = traceAllBack(question, newestFirst);
  const stuck = unwritable(tracedImages);
  if (stuck !== undefined) {
    const reason = `${stuck.field.image} cannot be rolled back to ${stuck.to}: its fields were changed since`;
    return { type: 'refuse', reason };
  }
  const tracedTexts = recordedTexts(object, newestFirst).map((field) => traceBack(field, newestFirst));
  const traced = [...tracedImages, ...tracedTexts];
  const replaced = replacements(traced);
  const older = records.slice(0, -newestFirst.length);
  const { staying, sentences, pullSecrets } = whatStays({
    ...{ object, newestFirst, older },
    // Its pods do not pull images mentioned in texts.
    traced: [...tracedImages, ...tracedTexts.filter(({ isDoubted }) => isDoubted)],
  });
  const kept = [
    ...traced.flatMap((one) => one.kept ?? []),
    ...vanished(
      traced.map(({ field }) => field),
      newestFirst,
    ),
    ...sentences,
  ];
  const list = withoutPullSecrets(object, pullSecrets);
  const left = question.keepRecords === true ? log.changes : [...older, ...staying];
  if (replaced.length === 0 && list === undefined && left.length === log.changes.length) {
    return { type: 'kept', kept };
  }
  const change: ObjectChange = {
    images: replaced,
    ...(list === undefined ? {} : { pullSecrets: list }),
    records: left,
  };
  return {
    type: 'patch',
    patch: changePatch(object, change),
    images: [
      ...replacements(tracedImages).map(changedImage),
      ...backInTexts(replacements(tracedTexts), newestFirst),
    ],
    kept,
    stays: staying.length > 0,
  };
}

/** Newest first; a run cannot be undone while a later change remains. */
function recordsToUndo(
  records: readonly ChangeRecord[],
  { depth = Infinity, run }: RollbackQuestion,
): ChangeRecord[] {
  const newestFirst = records.toReversed();
  if (run === undefined) return newestFirst.slice(0, depth);
  const end = newestFirst.findIndex(
    (record) => record.run !== run || runsOf(record).some((one) => one !== run),
  );
  return end === -1 ? newestFirst : newestFirst.slice(0, end);
}

function nothingToUndo(records: readonly ChangeRecord[], { run }: RollbackQuestion): RollbackDecision {
  const covered = run !== undefined && records.some((record) => runsOf(record).includes(run));
  if (!covered) return { type: 'nothing' };
  const later = records.at(-1)?.run ?? 'an unknown run';
  const reason =
    later === run
      ? 'its change is merged with those of earlier runs: roll back all of them, without naming a run'
      : `it was changed again by ${later}: roll that back first`;
  return { type: 'refuse', reason };
}

function traceAllBack(
  { fields, remembered = new Set() }: RollbackQuestion,
  newestFirst: readonly ChangeRecord[],
): TracedImage[] {
  return fields.map((field) => traceBack(field, newestFirst, !remembered.has(field.name)));
}

function replacements(traced: readonly TracedImage[]): Replacement[] {
  return traced.flatMap(({ field, to }) => (to === field.image ? [] : [{ field, to }]));
}

function changedImage({ field, to }: Replacement): ChangedImage {
  return { slot: field.slot, name: field.name, from: field.image, to };
}

function recordedTexts(object: KubernetesObject, records: readonly ChangeRecord[]): ImageField[] {
  const places = new Set(records.flatMap(({ texts = [] }) => texts.map(({ name }) => name)));
  return places.size === 0 ? [] : textFields(object).filter(({ name }) => places.has(name));
}

/** Reports list the references in texts, not whole texts. */
function backInTexts(texts: readonly Replacement[], records: readonly ChangeRecord[]): ChangedImage[] {
  const places = new Set(texts.map(({ field }) => field.name));
  return records
    .flatMap(rewrittenBy)
    .filter(({ name }) => places.has(name))
    .map(({ from, to, ...place }) => ({ ...place, from: to, to: from }));
}

function vanished(fields: readonly ImageField[], records: readonly ChangeRecord[]): string[] {
  const there = new Set(fields.map(describeField));
  const recorded = new Set(records.flatMap((record) => replacedBy(record).map(describeField)));
  return [...recorded].filter((name) => !there.has(name)).map((name) => `${name} was removed since`);
}
