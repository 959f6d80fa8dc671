/** Decides what to patch on the current version of a workload; called again on a conflict. */
import { formatImageReference } from '../image/format-reference.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import { type Rewritten, unwritable } from '../image-fields/split-image.ts';
import type { JsonPatch } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { podSpecOf, workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import { isAtTarget } from './at-target.ts';
import { changePatch, type ObjectChange, type Replacement } from './change-patch.ts';
import { boundRecords } from './merge-records.ts';
import type { ChangedText, ChangeRecord } from './record.ts';
import { readChangeLog } from './read-record.ts';
import { rewriteTexts, type Rewriting, type TextRewriting, whyTextsStay } from './rewrite-texts.ts';

export interface SwitchQuestion {
  readonly object: KubernetesObject;
  /** The current images of the object. */
  readonly fields: readonly ImageField[];
  /** Reference as written to its new reference and proven digest. */
  readonly proven: ReadonlyMap<string, { readonly to: ImageReference; readonly digest: Digest }>;
  /** Whether an image still comes from the source. */
  readonly isSource: (image: string) => boolean;
  /** Absent: texts of the template are not rewritten. */
  readonly rewriting?: TextRewriting;
  readonly addPullSecrets: readonly string[];
  /** Written into the record. */
  readonly run?: string;
}

export type SwitchDecision =
  | { readonly type: 'patch'; readonly patch: JsonPatch; readonly record: ChangeRecord }
  /** Nothing of the object comes from the source any more. */
  | { readonly type: 'nothing' }
  | { readonly type: 'refuse'; readonly reason: string };

/** Pure. */
export function decideSwitch(question: SwitchQuestion): SwitchDecision {
  const { object, fields, proven, isSource } = question;
  const movable = fields.filter(
    ({ slot, image, setBy }) => slot !== 'ephemeralContainer' && setBy === undefined && isSource(image),
  );
  const { texts, unproven: inTexts } = rewritingOf(question, movable.length > 0);
  if (movable.length + texts.length + inTexts.length === 0) return { type: 'nothing' };
  if (object.metadata.deletionTimestamp !== undefined) {
    return { type: 'refuse', reason: 'it is being deleted' };
  }
  const [unproven] = [...movable.map(({ image }) => image).filter((image) => !proven.has(image)), ...inTexts];
  if (unproven !== undefined) {
    return { type: 'refuse', reason: `${unproven} is not proven to be at the target: plan again` };
  }
  const log = readChangeLog(object);
  if ('problem' in log) return { type: 'refuse', reason: log.problem };
  const images = movable.flatMap((field) => {
    const found = proven.get(field.image);
    return found === undefined ? [] : [{ field, ...found, to: formatImageReference(found.to) }];
  });
  const stuck = unwritable([...images, ...fields.filter((one) => !movable.includes(one)).map(unchanged)]);
  if (stuck !== undefined) {
    return { type: 'refuse', reason: `${stuck.field.image} cannot be written to its fields: plan again` };
  }
  const record = { ...recordOf(question, images), ...recordedTexts(texts) };
  const records = boundRecords([...log.changes, record]);
  if (texts.length > 0 && JSON.stringify(records).length > KEPT_AT_MOST) {
    return { type: 'refuse', reason: TOO_LONG };
  }
  const change: ObjectChange = {
    images: [...images, ...texts].map(({ field, to }): Replacement => ({ field, to })),
    ...longerList(question, record),
    records,
  };
  return { type: 'patch', patch: changePatch(object, change), record };
}

function unchanged(field: ImageField): Rewritten {
  return { field };
}

function longerList(
  { object }: SwitchQuestion,
  { pullSecrets = [] }: ChangeRecord,
): Pick<ObjectChange, 'pullSecrets'> {
  const current = podSpecOf(object)?.imagePullSecrets ?? [];
  const added = pullSecrets.map((name) => ({ name }));
  return added.length === 0 ? {} : { pullSecrets: [...current, ...added] };
}

/** Maximum characters; all annotations of an object together are limited to 262144 bytes. */
const KEPT_AT_MOST = 200_000;

const TOO_LONG =
  'the texts that mention the source are too long to be recorded for rollback: leave out --rewrite-mentions';

const UNTOUCHED: Rewriting = { texts: [], unproven: [] };

function rewritingOf({ object, rewriting, isSource }: SwitchQuestion, isImageChanged: boolean): Rewriting {
  if (rewriting === undefined || whyTextsStay(workloadKindOf(object), isImageChanged) !== undefined)
    return UNTOUCHED;
  return rewriteTexts(object, { ...rewriting, isSource });
}

function recordedTexts(texts: Rewriting['texts']): Pick<ChangeRecord, 'texts'> {
  const changed = texts.map(({ field, to, mentions }): ChangedText => ({
    ...{ slot: 'mention', name: field.name, from: field.image, to },
    mentions,
  }));
  return changed.length === 0 ? {} : { texts: changed };
}

type ProvenReplacement = Replacement & { readonly digest: Digest };

function recordOf(question: SwitchQuestion, images: readonly ProvenReplacement[]): ChangeRecord {
  const { fields, run } = question;
  const pullSecrets = missingPullSecrets(question);
  const changed = images.map(({ field, to, digest }) => ({
    ...nameOf(field),
    from: field.image,
    to,
    digest,
  }));
  const others = fields.filter((field) => images.every((one) => one.field !== field));
  const already = others.filter(({ image }) => isAtTarget(image, changed)).map(nameOf);
  return {
    ...(run === undefined ? {} : { run }),
    images: changed,
    ...(pullSecrets.length === 0 ? {} : { pullSecrets }),
    ...(already.length === 0 ? {} : { already }),
  };
}

function nameOf({ slot, name }: ImageField): Pick<ImageField, 'slot' | 'name'> {
  return { slot, name };
}

function missingPullSecrets({ object, addPullSecrets }: SwitchQuestion): string[] {
  const current = podSpecOf(object)?.imagePullSecrets ?? [];
  return addPullSecrets.filter((name) => current.every((known) => known.name !== name));
}
