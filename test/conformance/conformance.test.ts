/** The sandbox answers as the real API server does, which was recorded once; the real one still does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { theCluster } from '../behaviour/harness/the-cluster.ts';
import { connectToCluster } from '../support/kube-connection.ts';
import { ANSWERS_FILE } from './answers-file.ts';
import { openGroup } from './run-group.ts';
import type { Answer, Answers, StepGroup } from './step.ts';
import { GROUPS } from './table.ts';

const RECORDED = JSON.parse(readFileSync(ANSWERS_FILE, 'utf8')) as Answers;

describe('the API answers as recorded', () => {
  const given = new Map<StepGroup, Promise<readonly Answer[]>>();

  // Much of the time is waiting for watches to end: all groups wait at once.
  before(() => {
    for (const group of GROUPS) given.set(group, answersTo(group));
  });

  for (const group of GROUPS) {
    describe(group.name, () => {
      let answers: readonly Answer[];

      before(async () => {
        answers = (await given.get(group)) ?? [];
      });

      for (const [index, step] of group.steps.entries()) {
        it(step.name, () => {
          assert.deepEqual(answers[index], RECORDED[group.name]?.[step.name]);
        });
      }
    });
  }
});

/** The answers until one fails to come: the tests of the others tell which. */
async function answersTo(group: StepGroup): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  using connection = await connectToCluster((await theCluster()).kubeconfig);
  const run = await openGroup(connection, group);
  try {
    for (const step of group.steps) answers.push(await run.answer(step));
  } catch (error) {
    console.error(String(error));
  } finally {
    await run.end();
  }
  return answers;
}
