import assert from 'node:assert/strict';
import { copyEngine, copyJobOptions } from '../../../src/cli/copy-options.ts';
import type { ClusterFailure } from '../../../src/domain/errors.ts';
import { JOBS } from '../../../src/domain/kubernetes/resource.ts';
import { checkCopyJob } from '../../../src/workflow/preflight/check-copy-job.ts';
import { planWith } from '../../support/builders/planned-change.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const engine = await copyEngine();
const options = copyJobOptions(
  {
    'copy-namespace': 'tools',
    'copier-image': undefined,
    'copier-pull-secret': undefined,
    'copier-node-selector': undefined,
    'copier-toleration': undefined,
    'copier-requests': '',
    'copier-limits': '',
    parallelism: 1,
  },
  engine,
);
const PLAN = planWith([], {
  copies: [plannedCopy('old.example/a:1', 'new.example/a:1', digestOf('a'))],
});

describe('checkCopyJob', () => {
  const cases: readonly [string, ClusterFailure | undefined, string][] = [
    ['a Job that the server takes', undefined, 'passed'],
    ['a Job of an earlier copy that is still there', 'already-exists', 'passed'],
    ['a policy that refuses it', 'forbidden', 'failed'],
    ['a server that does not know its fields', 'invalid', 'failed'],
  ];
  for (const [name, failure, state] of cases) {
    it(`${state} with ${name}`, async () => {
      const cluster = new InMemoryCluster();
      if (failure !== undefined) cluster.refuse('create', JOBS, failure);
      const check = await checkCopyJob(cluster, PLAN, { engine, options }, new AbortController().signal);
      assert.equal(check.what, 'copy Job in tools');
      assert.equal(check.state, state);
    });
  }

  it('stores nothing', async () => {
    const cluster = new InMemoryCluster();
    await checkCopyJob(cluster, PLAN, { engine, options }, new AbortController().signal);
    assert.deepEqual(cluster.writes, []);
  });

  it('does not take a broken connection for a refusal', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('create', JOBS, 'unreachable');
    const { signal } = new AbortController();
    await assert.rejects(checkCopyJob(cluster, PLAN, { engine, options }, signal), /unreachable/);
  });
});
