/** What is told of a plan before the question. */
import assert from 'node:assert/strict';
import { confirmPlan } from '../../src/commands/confirm-plan.ts';
import type { Run } from '../../src/domain/run/run.ts';
import { plannedChange, planWith } from '../support/builders/planned-change.ts';
import { deployment } from '../support/builders/workloads.ts';
import { aRun } from '../support/builders/run.ts';

async function told(resumed: Run | undefined): Promise<readonly string[]> {
  const said: string[] = [];
  const never = async (): Promise<never> => Promise.reject(new Error('not asked'));
  const output = {
    say: async (lines: readonly string[]): Promise<void> => Promise.resolve(void said.push(...lines)),
    prompter: { confirm: never, select: never, checkbox: never, input: never },
  };
  const cluster = { server: 'https://10.0.0.1:6443', context: 'prod' };
  await confirmPlan(output, cluster, planWith([plannedChange(deployment())]), { yes: true, resumed });
  return said.filter((line) => /not in the run|put back/.test(line));
}

describe('confirmPlan', () => {
  const name = 'Deployment shop/web';

  it('names what a resumed run switches that was not in it', async () => {
    assert.deepEqual(await told(aRun({ workloads: [] })), [`not in the run when it began: ${name}`]);
  });

  it('names what a resumed run switches again after somebody put it back', async () => {
    const resumed = aRun({ workloads: [{ name, outcome: 'rolled-back' }] });
    assert.deepEqual(await told(resumed), [`was put back since, is switched again: ${name}`]);
  });

  it('says nothing of that where the run is new, or goes on as it began', async () => {
    assert.deepEqual(await told(undefined), []);
    assert.deepEqual(await told(aRun({ workloads: [{ name, outcome: 'planned' }] })), []);
  });
});
