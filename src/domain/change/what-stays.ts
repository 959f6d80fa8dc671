/** What of a workload still comes from the target when all that can be put back is, and what has to stay for it. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { isAtTarget } from './at-target.ts';
import { namedPullSecrets } from './pull-secret-list.ts';
import { type ChangeRecord, replacedBy } from './record.ts';
import { describeField, type TracedImage } from './trace-back.ts';

export interface StayQuestion {
  readonly object: KubernetesObject;
  readonly unwound: readonly TracedImage[];
  /** The records that are undone. */
  readonly newestFirst: readonly ChangeRecord[];
  /** Those that are not. */
  readonly older: readonly ChangeRecord[];
}

export interface Stays {
  /** Records that something at the target still needs, newest last. */
  readonly staying: readonly ChangeRecord[];
  /** What stays beside what somebody changed, in sentences. */
  readonly sentences: readonly string[];
  /** Names of pull Secrets that nothing of the object needs any more. */
  readonly pullSecrets: ReadonlySet<string>;
}

/** Pure. */
export function whatStays({ object, unwound, newestFirst, older }: StayQuestion): Stays {
  const staying = newestFirst.filter((record) => unwound.some((one) => needs(one, record))).toReversed();
  const needed = new Set([...older, ...staying].flatMap(({ pullSecrets }) => pullSecrets ?? []));
  const added = newestFirst.flatMap(({ pullSecrets }) => pullSecrets ?? []);
  const held = new Set(staying.flatMap(({ pullSecrets }) => pullSecrets ?? []));
  const there = unwound.filter(
    (one) => one.kept === undefined && staying.some((record) => needs(one, record)),
  );
  const named = namedPullSecrets(object, held);
  return {
    staying,
    sentences: [
      ...there.map(({ field, to }) => `${describeField(field)} comes from the target too: ${to}`),
      ...(named.length === 0 ? [] : [`${secrets(named)} for what still comes from the target`]),
    ],
    pullSecrets: new Set(added.filter((name) => !needed.has(name))),
  };
}

/** An image that is back where the change took it from, or was at the target before, needs nothing of the change. */
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
    ? `its pull Secret ${names.join('')} stays`
    : `its pull Secrets ${names.join(', ')} stay`;
}
