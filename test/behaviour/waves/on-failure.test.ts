/** What becomes of the other workloads when one fails: as --on-failure says. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, resume } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { newestRun } from '../harness/runs.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { outcomesOf } from '../harness/switch-outcomes.ts';
import { copyAndLose, elsewhere, QUICKLY, startOnFirst } from './lost-layer.ts';

describe('an image that has lost a layer, further on', () => {
  let site: Site;
  let images: Readonly<Record<string, SourceImage>>;

  before(async () => {
    site = await openSite('further');
    const names = ['first', 'broken', 'last'];
    const pushed = await Promise.all(names.map(async (name) => site.push({ repository: name, tag: '1' })));
    images = Object.fromEntries(pushed.map((image, index) => [names[index] ?? '', image]));
    const login = { login: sourceLogin(site.cluster) };
    const places = await Promise.all(['a', 'b', 'c'].map(async (name) => site.makeNamespace(name, login)));
    await startOnFirst(
      site,
      ...names.map((name, index) =>
        deployment({
          ...{ namespace: places[index] ?? '', name, pullSecrets: ['login'] },
          containers: { app: images[name]?.reference ?? '' },
        }),
      ),
    );
    await copyAndLose(site, [images.broken]);
  });

  after(async () => site[Symbol.asyncDispose]());

  const cases: readonly [string, () => Promise<Outcome>, Readonly<Record<string, string>>][] = [
    [
      'lets everything go back with rollback-all',
      async () => moveOn('rollback-all'),
      { first: 'rolled-back', broken: 'rolled-back', last: 'not-started' },
    ],
    [
      'leaves what was switched before and nothing after it with halt',
      async () => moveOn('halt'),
      { first: 'switched', broken: 'rolled-back', last: 'not-started' },
    ],
    [
      'lets also what the run had switched before it was resumed go back with rollback-all',
      async () => resumeOn('rollback-all'),
      { first: 'rolled-back', broken: 'rolled-back', last: 'not-started' },
    ],
    [
      'is put back alone with continue',
      async () => moveOn('continue'),
      { first: 'switched', broken: 'rolled-back', last: 'switched' },
    ],
  ];
  for (const [name, run, expected] of cases) {
    it(name, async () => {
      const outcome = await elsewhere(site, run);
      assertExit(outcome, EXIT.failed);
      assert.deepEqual(outcomesOf(outcome), sorted(expected));
      for (const [app, result] of Object.entries(expected)) await assertStands(app, result === 'switched');
    });
  }

  async function moveOn(onFailure: string): Promise<Outcome> {
    return migrate(site, [...QUICKLY, '--no-canary', '--on-failure', onFailure]);
  }

  async function resumeOn(onFailure: string): Promise<Outcome> {
    const { id } = await newestRun(site);
    return resume(site, id, ['--on-failure', onFailure, '-o', 'json']);
  }

  /** On its new image or its old one, and ready. */
  async function assertStands(app: string, isSwitched: boolean): Promise<void> {
    const namespace = site.in({ first: 'a', broken: 'b' }[app] ?? 'c');
    const found = await site.api.get(DEPLOYMENTS, { namespace, name: app });
    const image = isSwitched ? images[app]?.atTarget : images[app]?.reference;
    assert.deepEqual(imagesNamedIn(found?.spec), [image], app);
    assert.equal(found?.status?.readyReplicas, 1, app);
  }
});

function sorted(outcomes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(outcomes).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
