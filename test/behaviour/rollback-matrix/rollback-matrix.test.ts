/**
 * Whatever happens to a workload after it was switched, a rollback leaves one consistent state: its pods can pull, what
 * has to stay for that is told, again and again, and goes when nothing needs it any more.
 */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, rollback, verify } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { chosenEvents } from './chosen-events.ts';
import { endNeed, type Event } from './events.ts';
import { openField, TARGET_SECRET, type Field } from './field.ts';

interface When {
  readonly title: string;
  readonly name: string;
  /** Stands for all on the sandbox. */
  readonly sample: readonly string[];
  readonly moveAndLetHappen: (field: Field, events: readonly Event[]) => Promise<void>;
}

const TIMES: readonly When[] = [
  {
    title: 'after the move',
    name: 'moved',
    sample: ['renamed', 'recreated', 'to-target'],
    moveAndLetHappen: async (field, events) => {
      assertExit(await migrate(field.site), EXIT.done);
      await Promise.all(events.map(async ({ happen }) => happen(field)));
    },
  },
  {
    title: 'before its wave has ended',
    name: 'moving',
    sample: [],
    moveAndLetHappen: async (field, events) => {
      // Each namespace is a wave of its own, one after the other.
      const moving = migrate(field.site, ['--settle', '5s', '--no-canary', '--on-failure', 'continue']);
      const happening = events.map(async ({ name, happen }) => {
        await until(`${name} is switched`, 250, async () =>
          (await field.read(name)).recorded ? true : undefined,
        );
        await field.untilReady(name);
        await happen(field);
      });
      await Promise.all([moving, ...happening]);
    },
  },
];

for (const { title, name: short, sample, moveAndLetHappen } of TIMES) {
  const events = chosenEvents(sample);
  const suite = events.length === 0 ? describe.skip : describe;
  suite(`a rollback, when something has happened ${title}`, () => {
    let field: Field;
    let first: Outcome;
    let second: Outcome;

    before(async () => {
      field = await openField(
        short,
        events.map(({ name }) => name),
      );
      await moveAndLetHappen(field, events);
      first = await rollback(field.site);
    });

    after(async () => field[Symbol.asyncDispose]());

    for (const event of events) {
      it(`${event.title}: leaves one consistent state and says what it keeps`, async () => {
        const { containers, pullSecrets } = event.after(field.images);
        const hasSecret = event.stays !== undefined;
        const recorded = event.stays === 'workload';
        assert.deepEqual(await field.read(event.name), { containers, pullSecrets, recorded, hasSecret });
        if (event.told !== undefined) assert.match(linesOf(first, event), event.told);
        else assert.doesNotMatch(linesOf(first, event), /kept|since/);
      });

      it(`${event.title}: lets pods pull, new ones too`, async () => {
        await field.restartPods(event.name);
      });
    }

    it('ends with exit 4, as something was kept, and says it again the second time', async () => {
      assertExit(first, EXIT.partly);
      second = await rollback(field.site);
      assertExit(second, EXIT.partly);
      for (const event of events) {
        const lines = linesOf(second, event);
        if (event.stays === undefined) assert.equal(lines, '', event.name);
        else assert.match(lines, event.told ?? /./);
      }
    });

    it('is complete once nothing needs what was kept; then there is nothing to roll back', async () => {
      await Promise.all(events.map(async (event) => endNeed(field, event)));
      await Promise.all(events.map(async ({ name }) => field.untilReady(name)));
      await rollback(field.site);
      for (const { name } of events) {
        const { pullSecrets, recorded, hasSecret } = await field.read(name);
        assert.deepEqual({ recorded, hasSecret }, { recorded: false, hasSecret: false }, name);
        assert.ok(!pullSecrets.includes(TARGET_SECRET), name);
      }
      const last = await rollback(field.site);
      assertExit(last, EXIT.done);
      assertSays(last, 'stderr', 'nothing to roll back');
      assertExit(await verify(field.site), EXIT.oldReferences);
      await Promise.all(events.map(async ({ name }) => field.restartPods(name)));
    });

    /** What an outcome says of the namespace of an event. */
    function linesOf({ stdout }: Outcome, { name }: Event): string {
      return stdout
        .split('\n')
        .filter((line) => line.includes(` ${field.site.in(name)}/`))
        .join('\n');
    }
  });
}
