/** When a move is finished there is no way back: whatever happens then, a rollback changes nothing and pods can pull. */
import assert from 'node:assert/strict';
import type { Findings } from '../../../src/domain/verify/findings.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, rollback, run, verify } from '../harness/product.ts';
import { chosenEvents } from './chosen-events.ts';
import { openField, type Field, type Template } from './field.ts';

const events = chosenEvents([]);
const suite = events.length === 0 ? describe.skip : describe;

suite('a rollback, when something has happened after the end of the move', () => {
  let field: Field;
  let atFirst: readonly Template[];

  before(async () => {
    field = await openField(
      'finished',
      events.map(({ name }) => name),
    );
    const { site } = field;
    const source = `${site.cluster.source.host}/${site.prefix}`;
    assertExit(await migrate(site, [], { from: [source] }), EXIT.done);
    const flags = ['--from', source, '--copy-namespace', site.copyNamespace];
    assertExit(await run(site, ['finish', '--yes', '--keep-credentials', ...flags]), EXIT.done);
    await Promise.all(events.map(async ({ happen }) => happen(field)));
    await Promise.all(events.map(async ({ name }) => field.untilReady(name)));
    atFirst = await templates();
  });

  after(async () => field[Symbol.asyncDispose]());

  for (const time of ['first', 'second']) {
    it(`has nothing to roll back and says so, the ${time} time`, async () => {
      const outcome = await rollback(field.site);
      assertExit(outcome, EXIT.done);
      assertSays(outcome, 'stderr', 'nothing to roll back');
      assert.deepEqual(await templates(), atFirst);
    });
  }

  it('leaves no record on anything', () => {
    assert.deepEqual(
      atFirst.map(({ recorded }) => recorded),
      events.map(() => false),
    );
  });

  for (const { name, title } of events) {
    it(`${title}: pods can pull, new ones too`, async () => {
      await field.restartPods(name);
    });
  }

  it('is followed by a verify that finds what comes from the source again', async () => {
    const outcome = await verify(field.site, ['-o', 'json']);
    assertExit(outcome, EXIT.oldReferences);
    const { findings } = JSON.parse(outcome.stdout) as Findings;
    const found = findings.flatMap(({ object }) =>
      object.resource.kind === 'Deployment' ? [object.namespace] : [],
    );
    assert.deepEqual(
      found.toSorted(),
      ['to-source', 'undone'].map((name) => field.site.in(name)),
    );
  });

  async function templates(): Promise<readonly Template[]> {
    return Promise.all(events.map(async ({ name }) => field.read(name)));
  }
});
