import { ExpectedError } from '../../domain/errors.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import { isOpen } from '../../domain/run/runs-after-rollback.ts';
import type { Finishable } from './finishable.ts';

/** Throws ExpectedError when something would be removed that was not confirmed. */
export function requireConfirmed(confirmed: Finishable, now: Finishable): void {
  const known = new Set(itemsOf(confirmed).map(({ key }) => key));
  const [first] = itemsOf(now).filter(({ key }) => !known.has(key));
  if (first === undefined) return;
  throw new ExpectedError(`${first.news} in the meantime: nothing was removed`, {
    nextStep: 'Check with `kubectl registry-switch status`, then finish again.',
  });
}

interface Item {
  readonly key: string;
  /** What has happened if it is new. */
  readonly news: string;
}

function itemsOf({ runs, workloads, logins, outlook }: Finishable): Item[] {
  const going = new Map(
    outlook.filter(({ outcome }) => outcome !== 'kept').map((one) => [describeRef(one.object), one.outcome]),
  );
  const fateOf = (name: string) => going.get(name) ?? '';
  return [
    ...runs.filter(isOpen).map(({ id }) => ({ key: id, news: `run ${id} was started` })),
    ...workloads.flatMap(({ ref, recordedRuns = [] }) => {
      const name = describeRef(ref);
      if (!going.has(name)) return [];
      return [{ key: [name, ref.uid, ...recordedRuns].join(' '), news: `${name} was changed by a move` }];
    }),
    ...logins.flatMap(({ object, keys }) => {
      const name = describeRef(object);
      if (!going.has(name)) return [];
      const key = [name, object.uid, fateOf(name), ...keys].join(' ');
      return [{ key, news: `${name} was changed` }];
    }),
  ];
}
