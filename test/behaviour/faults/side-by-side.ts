/** Tests that each wait a lot run some at a time, and still tell one by one how they ended. */
import pMap from 'p-map';

const AT_ONCE = 6;

/** Declares an `it` for each case; all are started before the first. */
export function sideBySide<Case>(
  cases: readonly (readonly [title: string, Case])[],
  run: (one: Case) => Promise<void>,
): void {
  const ends = new Map<string, PromiseWithResolvers<undefined>>(
    cases.map(([title]) => [title, Promise.withResolvers()]),
  );

  before(() => {
    void pMap(cases, async ([title, one]) => settle(ends.get(title), run(one)), { concurrency: AT_ONCE });
  });

  for (const [title] of cases) {
    it(title, async function () {
      // It may wait for all the others.
      this.timeout(600_000);
      await ends.get(title)?.promise;
    });
  }
}

async function settle(end: PromiseWithResolvers<undefined> | undefined, run: Promise<void>): Promise<void> {
  // Its test may ask later.
  end?.promise.catch(() => undefined);
  await run.then(() => end?.resolve(undefined), end?.reject);
}
