/** What is told of a plan before the question. */
import assert from 'node:assert/strict';
import { confirmPlan } from '../../src/commands/confirm-plan.ts';
import { refOf } from '../../src/domain/kubernetes/object-ref.ts';
import { CONFIG_MAPS, DEPLOYMENTS } from '../../src/domain/kubernetes/resource.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import type { Run } from '../../src/domain/run/run.ts';
import { plannedChange, planWith } from '../support/builders/planned-change.ts';
import { deployment } from '../support/builders/workloads.ts';
import { aRun } from '../support/builders/run.ts';

async function told(resumed: Run | undefined): Promise<readonly string[]> {
  const said = await saidOf(planWith([plannedChange(deployment())]), resumed);
  return said.filter((line) => /not in the run|rolled back since/.test(line));
}

async function saidOf(plan: Plan, resumed?: Run): Promise<readonly string[]> {
  const said: string[] = [];
  const never = async (): Promise<never> => Promise.reject(new Error('not asked'));
  const output = {
    info: async (lines: readonly string[]): Promise<void> => Promise.resolve(void said.push(...lines)),
    prompter: { confirm: never, select: never, checkbox: never, input: never },
  };
  const cluster = { server: 'https://10.0.0.1:6443', context: 'prod' };
  await confirmPlan(output, cluster, plan, { yes: true, resumed });
  return said;
}

describe('confirmPlan', () => {
  const name = 'Deployment shop/web';

  it('names what a resumed run switches that was not in it', async () => {
    assert.deepEqual(await told(aRun({ workloads: [] })), [`not in the run when it started: ${name}`]);
  });

  it('names what a resumed run switches again after somebody put it back', async () => {
    const resumed = aRun({ workloads: [{ name, outcome: 'rolled-back' }] });
    assert.deepEqual(await told(resumed), [`rolled back since, will be switched again: ${name}`]);
  });

  describe('mentions', () => {
    const operator = deployment({ name: 'operator' });
    const object = refOf(DEPLOYMENTS, operator);
    const change = plannedChange(operator);
    const [image] = change.images;

    it('shows what would become of them, and of a long list the beginning', async () => {
      const mentions = Array.from({ length: 22 }, (_, index) => ({
        object,
        place: `container app args[${index}]`,
        text: 'old.example/solver:1',
        rewriting: 'it becomes new.example/solver:1',
      }));
      const said = await saidOf(planWith([change], { mentions }));
      const start = said.indexOf('Mentions of the source that stay as they are (22):');
      assert.equal(
        said[start + 1],
        '  Deployment shop/operator container app args[0] (old.example/solver:1): with --rewrite-mentions it becomes new.example/solver:1',
      );
      assert.equal(said[start + 21], '  and 2 more');
    });

    it('shows those that are rewritten, and why others stay', async () => {
      const mentions =
        image === undefined ? [] : [{ ...image, slot: 'mention' as const, name: 'container app args[0]' }];
      const cfg = { ...object, resource: CONFIG_MAPS, name: 'cfg' };
      const stays = {
        object: cfg,
        place: 'data.x',
        text: 'old.example/a:1',
        stays: 'only templates are rewritten',
      };
      const said = await saidOf(planWith([{ ...change, mentions }], { mentions: [stays] }));
      const start = said.indexOf('Mentions of the source that are rewritten (1):');
      assert.deepEqual(said.slice(start, start + 4), [
        'Mentions of the source that are rewritten (1):',
        `  Deployment shop/operator container app args[0] (${image?.from}): becomes new.example/shop/web:1`,
        'Mentions of the source that stay as they are (1):',
        '  ConfigMap shop/cfg data.x (old.example/a:1): only templates are rewritten',
      ]);
    });
  });

  it('says nothing of that where the run is new, or goes on as it began', async () => {
    assert.deepEqual(await told(undefined), []);
    assert.deepEqual(await told(aRun({ workloads: [{ name, outcome: 'planned' }] })), []);
  });
});
