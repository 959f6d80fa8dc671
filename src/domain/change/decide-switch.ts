/** Decides, on a workload as it is this instant, what to patch: called again whenever somebody else was faster. */
import type { ImageField } from '../inventory/image-field.ts';
import type { JsonPatch } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { podSpecOf } from '../kubernetes/pod-spec.ts';
import { changePatch, type ObjectChange, type Replacement } from './change-patch.ts';
import { type ChangeRecord, DAMAGED_RECORD, recordsOf } from './record.ts';

export interface SwitchQuestion {
  readonly object: KubernetesObject;
  readonly kind: string;
  /** The images of the object as it is now. */
  readonly fields: readonly ImageField[];
  /** New reference by the reference as written: proven images only. */
  readonly proven: ReadonlyMap<string, string>;
  /** Whether an image still comes from the source. */
  readonly isSource: (image: string) => boolean;
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
  const { object, kind, fields, proven, isSource } = question;
  const movable = fields.filter(({ slot, image }) => slot !== 'ephemeralContainer' && isSource(image));
  if (movable.length === 0) return { type: 'nothing' };
  if (object.metadata.deletionTimestamp !== undefined) {
    return { type: 'refuse', reason: 'it is being deleted' };
  }
  const unproven = movable.find(({ image }) => !proven.has(image));
  if (unproven !== undefined) {
    return { type: 'refuse', reason: `${unproven.image} is not proven to be at the target: plan again` };
  }
  const earlier = recordsOf(object);
  if (earlier === undefined) return { type: 'refuse', reason: DAMAGED_RECORD };
  const images = movable.map((field): Replacement => ({ field, to: proven.get(field.image) ?? field.image }));
  const pullSecrets = pullSecretChange(question);
  const record: ChangeRecord = {
    ...(question.run === undefined ? {} : { run: question.run }),
    images: images.map(({ field, to }) => ({ slot: field.slot, name: field.name, from: field.image, to })),
    ...(pullSecrets === undefined ? {} : { pullSecrets }),
  };
  const change: ObjectChange = {
    images,
    ...(pullSecrets === undefined ? {} : { pullSecrets: pullSecrets.to }),
    records: [...earlier, record],
  };
  return { type: 'patch', patch: changePatch(object, kind, change), record };
}

function pullSecretChange({ object, kind, addPullSecrets }: SwitchQuestion): ChangeRecord['pullSecrets'] {
  const current = podSpecOf(object, kind)?.imagePullSecrets;
  const missing = addPullSecrets.filter((name) => current?.every((known) => known.name !== name) ?? true);
  if (missing.length === 0) return undefined;
  return { from: current ?? null, to: [...(current ?? []), ...missing.map((name) => ({ name }))] };
}
