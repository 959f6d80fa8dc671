/** Decides, on a workload as it is this instant, what to patch: called again whenever somebody else was faster. */
import type { Digest } from '../image/reference.ts';
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
  /** By the reference as written what it becomes, and which digest was proven there. */
  readonly proven: ReadonlyMap<string, { readonly to: string; readonly digest: Digest }>;
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
  const images = movable.flatMap((field) => {
    const found = proven.get(field.image);
    return found === undefined ? [] : [{ field, ...found }];
  });
  const pullSecrets = pullSecretChange(question);
  const record: ChangeRecord = {
    ...(question.run === undefined ? {} : { run: question.run }),
    images: images.map(({ field: { slot, name, image: from }, to, digest }) => ({
      slot,
      name,
      from,
      to,
      digest,
    })),
    ...(pullSecrets === undefined ? {} : { pullSecrets }),
  };
  const change: ObjectChange = {
    images: images.map(({ field, to }): Replacement => ({ field, to })),
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
