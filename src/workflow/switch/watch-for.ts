import type { ChangedImage } from '../../domain/change/record.ts';
import type { ImageField } from '../../domain/image-fields/image-field.ts';
import { textFields } from '../../domain/mention/template-texts.ts';
import { interference } from '../../domain/rollout/interference.ts';
import type { RolloutWait } from '../rollout/wait-for-rollout.ts';
import type { SwitchContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';

/** Whether a workload still has the images and references that were written. */
export function watchFor(
  { readImages }: Pick<SwitchContext, 'readImages'>,
  { workload: { resource }, images }: Pick<SwitchedWorkload, 'workload' | 'images'>,
): NonNullable<RolloutWait['interferes']> {
  const written = images.filter(({ slot }) => slot !== 'mention');
  const mentioned = images.filter(({ slot }) => slot === 'mention');
  return (object) => {
    const found = interference(object, readImages(resource, object), written);
    if (found !== undefined || mentioned.length === 0) return found;
    const texts = textFields(object);
    return mentioned.map((one) => interference(object, saidOf(one, texts), [one])).find((one) => one);
  };
}

/** A reference within a text, as a separate field; the rest of the text is not compared. */
function saidOf({ name, from, to }: ChangedImage, texts: readonly ImageField[]): ImageField[] {
  const text = texts.find((one) => one.name === name);
  if (text === undefined) return [];
  return [{ ...text, image: [to, from].find((one) => text.image.includes(one)) ?? 'something else' }];
}
