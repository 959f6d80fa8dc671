import assert from 'node:assert/strict';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { secret } from '../../support/builders/secrets.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { complete, copies, copyJob, copySecret, failed, HOME, runCopy, succeed } from './copy-run.ts';

describe('copyImages: what is left of an earlier copy', () => {
  const earlier = (status: unknown): KubernetesObject => ({
    ...copyJob,
    metadata: { ...copyJob.metadata, uid: 'earlier' },
    status,
  });

  it('refuses what failed until it is told to go on', async () => {
    const cluster = new InMemoryCluster([earlier(failed)]);
    await assert.rejects(
      runCopy({ cluster }),
      (error) => error instanceof ExpectedError && (error.nextStep ?? '').includes('--retry'),
    );
    assert.deepEqual(cluster.writes, [`create namespaces ${HOME}`]);
    assert.deepEqual(cluster.read(copyJob).metadata.uid, 'earlier');
  });

  for (const [state, status] of [
    ['Complete', complete],
    ['Failed', failed],
  ] as const) {
    it(`clears a Job away that is ${state} and has nothing left to do, its Secrets first`, async () => {
      const volumes = [{ name: 'config', projected: { sources: [{ secret: { name: 'copy' } }] } }];
      const job = { ...earlier(status), spec: { template: { spec: { volumes } } } };
      const nothingMissing = copies.filter(({ present }) => present);
      const { cluster } = await runCopy({ present: [job, copySecret], copies: nothingMissing });
      assert.deepEqual(cluster.writes, [`delete secrets ${HOME}/copy`, `delete jobs.batch ${HOME}/copy`]);
    });
  }

  const replaced = [
    ['Failed', failed, 'replace'],
    ['Complete', complete, 'replace'],
    ['Complete', complete, 'refuse'],
  ] as const;
  for (const [state, status, earlierCopy] of replaced) {
    it(`replaces a Job that is ${state}, and its Secret, when told to ${earlierCopy}`, async () => {
      const { cluster, report } = await runCopy({
        present: [earlier(status), secret({ namespace: HOME, name: 'copy' }, { list: 'old' })],
        earlierCopy,
        course: succeed,
      });
      assert.deepEqual(report.copied, ['new.example/a:1']);
      assert.deepEqual(cluster.writes.slice(1, 5), [
        `delete jobs.batch ${HOME}/copy`,
        `delete secrets ${HOME}/copy`,
        `create jobs.batch ${HOME}/copy`,
        `create secrets ${HOME}/copy`,
      ]);
    });
  }

  const neverBegun = { ...earlier({}), spec: { suspend: true } };

  it('replaces a Job that was never released, whatever it was to copy', async () => {
    const { report, cluster } = await runCopy({ present: [neverBegun], course: succeed });
    assert.deepEqual(report.copied, ['new.example/a:1']);
    assert.equal(cluster.writes[1], `delete jobs.batch ${HOME}/copy`);
  });

  it('clears such a Job away where there is nothing to copy any more', async () => {
    const { cluster } = await runCopy({ present: [neverBegun, copySecret], copies: copies.slice(1) });
    assert.deepEqual(cluster.writes, [`delete secrets ${HOME}/copy`, `delete jobs.batch ${HOME}/copy`]);
  });

  it('waits for a Job that is being deleted', async () => {
    const deleting = earlier({ ready: 1 });
    const metadata = { ...deleting.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    const { report } = await runCopy({ present: [{ ...deleting, metadata }], course: succeed });
    assert.deepEqual(report.copied, ['new.example/a:1']);
  });

  const leftSecrets = ['copy', 'copy-1', 'copy-2'].map((name) => secret({ namespace: HOME, name }, {}));
  const deletions = leftSecrets.toReversed().map(({ metadata }) => `delete secrets ${HOME}/${metadata.name}`);

  it('clears Secrets away that were made before there was a Job, those found last first', async () => {
    const { cluster } = await runCopy({ present: leftSecrets, course: succeed });
    assert.deepEqual(cluster.writes.slice(1, 5), [...deletions, `create jobs.batch ${HOME}/copy`]);
  });

  it('bears that nobody may see Secrets where there is nothing to copy', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('get', SECRETS, 'forbidden');
    const { report } = await runCopy({ cluster, copies: copies.slice(1) });
    assert.deepEqual(report.present, ['new.example/b:1']);
  });

  it('clears such Secrets away where there is nothing to copy any more', async () => {
    const { cluster } = await runCopy({ present: leftSecrets, copies: copies.slice(1) });
    assert.deepEqual(cluster.writes, deletions);
  });
});
