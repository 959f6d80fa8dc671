/** Detects changes of a workload by others while its rollout is awaited. */
import type { ChangedImage } from '../change/record.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { lastWriter } from './last-writer.ts';

export interface Interference {
  /** `reverted`: an image has its previous value again. `overtaken`: a new value. */
  readonly state: 'reverted' | 'overtaken';
  /** Who changed what. */
  readonly message: string;
}

/** Pure; `undefined`: all images are still as the server stored them. */
export function interference(
  object: KubernetesObject,
  fields: readonly ImageField[],
  written: readonly ChangedImage[],
): Interference | undefined {
  const changed = written.flatMap(({ slot, name, from, to, stands = to }) => {
    const field = fields.find((one) => one.slot === slot && one.name === name);
    const isAsWritten = field?.image === stands && stands !== from;
    return isAsWritten ? [] : [{ slot, name, from, field }];
  });
  const reverted = changed.find(({ field, from }) => field?.image === from);
  const [first] = changed;
  if (first === undefined) return undefined;
  const { slot, name, field } = reverted ?? first;
  const who = (field === undefined ? undefined : lastWriter(object, field)) ?? 'somebody';
  const what = slot === 'field' || slot === 'mention' ? name : `the image of ${slot} ${name}`;
  if (reverted !== undefined) {
    const wayOut = `change the image where ${who} takes it from, or stop ${who}, then resume`;
    return { state: 'reverted', message: `${who} set ${what} back to ${reverted.from}: ${wayOut}` };
  }
  const now = field === undefined ? 'it is gone' : `it is ${field.image} now`;
  return { state: 'overtaken', message: `${who} changed ${what} meanwhile: ${now}` };
}
