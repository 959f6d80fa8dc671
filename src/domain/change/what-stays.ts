/** What still comes from the target after a rollback, and what has to be kept for it. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { isAtTarget } from './at-target.ts';
import { namedPullSecrets } from './pull-secret-list.ts';
import { type ChangeRecord, replacedBy } from './record.ts';
import { describeField, type TracedImage } from './trace-back.ts';

export interface StayQuestion {
  readonly object: KubernetesObject;
  readonly traced: readonly TracedImage[];
  /** The records to undo. */
  readonly newestFirst: readonly ChangeRecord[];
  /** The records to keep. */
  readonly older: readonly ChangeRecord[];
}

export interface Stays {
  /** Records that images from the target still need, newest last. */
  readonly staying: readonly ChangeRecord[];
  /** What is kept besides changes by others, in sentences. */
  readonly sentences: readonly string[];
  /** Names of pull Secrets that the object no longer needs. */
  readonly pullSecrets: ReadonlySet<string>;
}

/** Pure. */
export function whatStays({ object, traced, newestFirst, older }: StayQuestion): Stays {
  const staying = newestFirst.filter((record) => traced.some((one) => needs(one, record))).toReversed();
  const needed = new Set([...older, ...staying].flatMap(({ pullSecrets }) => pullSecrets ?? []));
  const added = newestFirst.flatMap(({ pullSecrets }) => pullSecrets ?? []);
  const held = new Set(staying.flatMap(({ pullSecrets }) => pullSecrets ?? []));
  const there = traced.filter(
    (one) => one.kept === undefined && staying.some((record) => needs(one, record)),
  );
  const named = namedPullSecrets(object, held);
  return {
    staying,
    sentences: [
      ...there.map(({ field, to }) => `${describeField(field)} is from the target too: ${to}`),
      ...(named.length === 0 ? [] : [`${secrets(named)} for images that still come from the target`]),
    ],
    pullSecrets: new Set(added.filter((name) => !needed.has(name))),
  };
}

/** An image that was rolled back, or was at the target before, needs nothing of the change. */
function needs({ field, to, isDoubted }: TracedImage, record: ChangeRecord): boolean {
  const { images, already = [] } = record;
  const is = ({ slot, name }: { readonly slot: string; readonly name: string }): boolean =>
    slot === field.slot && name === field.name;
  if (isDoubted === true) return replacedBy(record).some(is);
  if (already.some(is) || images.find(is)?.from === to) return false;
  return isAtTarget(to, images);
}

function secrets(names: readonly string[]): string {
  return names.length === 1
    ? `its pull Secret ${names.join('')} is kept`
    : `its pull Secrets ${names.join(', ')} are kept`;
}
