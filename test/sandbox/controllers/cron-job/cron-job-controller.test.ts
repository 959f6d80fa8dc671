import assert from 'node:assert/strict';
import { CRON_JOBS, JOBS } from '../../../../src/sandbox/objects/api-resources.ts';
import { job, spec } from '../builders.ts';
import { JobCluster } from '../job-cluster.ts';
import { NAMESPACE } from '../test-cluster.ts';

/** Minutes from the epoch to the start of the tests' clock. */
const START = Date.parse('2026-03-01T10:00:00Z') / 60_000;

describe('CronJob controller', () => {
  it('starts a Job when its time comes, named by its minute', async () => {
    using cluster = new JobCluster();
    await cluster.create(CRON_JOBS, report());
    assert.deepEqual(jobs(cluster), []);
    await cluster.pass(5 * 60);
    assert.deepEqual(jobs(cluster), [`report-${START + 5}`]);
    const [started] = cluster.list(JOBS);
    assert.deepEqual(started?.metadata.annotations, {
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-03-01T10:05:00Z',
      note: 'a',
    });
    const { active, lastScheduleTime } = cluster.get(CRON_JOBS, 'report').status ?? {};
    assert.equal(lastScheduleTime, '2026-03-01T10:05:00Z');
    assert.deepEqual(
      active?.map(({ kind, name, uid }) => ({ kind, name, uid })),
      [{ kind: 'Job', name: `report-${START + 5}`, uid: started.metadata.uid }],
    );
    assert.deepEqual(cluster.events('report'), [`SuccessfulCreate: Created job report-${START + 5}`]);
  });

  it('notes when a Job has ended', async () => {
    using cluster = new JobCluster();
    await cluster.create(CRON_JOBS, report());
    await cluster.pass(5 * 60);
    await cluster.end('succeeded');
    const { active, lastSuccessfulTime } = cluster.get(CRON_JOBS, 'report').status ?? {};
    assert.equal(active, undefined);
    assert.equal(lastSuccessfulTime, '2026-03-01T10:05:00Z');
    assert.equal(
      cluster.events('report').at(-1),
      `SawCompletedJob: Saw completed job: report-${START + 5}, condition: Complete`,
    );
  });

  it('notes when a Job went missing', async () => {
    using cluster = new JobCluster();
    await cluster.create(CRON_JOBS, report());
    await cluster.pass(5 * 60);
    await cluster.delete(JOBS, `report-${START + 5}`);
    assert.equal(cluster.get(CRON_JOBS, 'report').status?.active, undefined);
    const gone = `MissingJob: Active job went missing: report-${START + 5}`;
    assert.equal(cluster.events('report').at(-1), gone);
  });

  it('tells of a schedule that was missed too often', async () => {
    using cluster = new JobCluster();
    await cluster.create(CRON_JOBS, report({ suspend: true }));
    await cluster.pass(101 * 5 * 60);
    await cluster.update(CRON_JOBS, 'report', spec({ suspend: false }));
    assert.match(cluster.events('report')[0] ?? '', /^TooManyMissedTimes: too many missed start times/);
    assert.deepEqual(jobs(cluster), [`report-${START + 101 * 5}`]);
  });

  for (const [policy, expected] of [
    ['Allow', [5, 10]],
    ['Forbid', [5]],
    ['Replace', [10]],
  ] as const) {
    it(`${policy} while the last Job still runs`, async () => {
      using cluster = new JobCluster();
      await cluster.create(CRON_JOBS, report({ concurrencyPolicy: policy }));
      await cluster.pass(5 * 60);
      await cluster.pass(5 * 60);
      assert.deepEqual(
        jobs(cluster),
        expected.map((minute) => `report-${START + minute}`),
      );
      assert.equal(cluster.get(CRON_JOBS, 'report').status?.active?.length, expected.length);
    });
  }

  it('starts nothing while it is suspended', async () => {
    using cluster = new JobCluster();
    await cluster.create(CRON_JOBS, report({ suspend: true }));
    await cluster.pass(6 * 60);
    assert.deepEqual(jobs(cluster), []);
    await cluster.update(CRON_JOBS, 'report', spec({ suspend: false }));
    assert.deepEqual(jobs(cluster), [`report-${START + 5}`]);
  });

  it('does not start what is too late', async () => {
    using cluster = new JobCluster();
    await cluster.create(CRON_JOBS, report({ suspend: true, startingDeadlineSeconds: 30 }));
    await cluster.pass(6 * 60);
    await cluster.update(CRON_JOBS, 'report', spec({ suspend: false }));
    assert.deepEqual(jobs(cluster), []);
  });

  it('keeps so many Jobs that succeeded and failed as its history may have', async () => {
    using cluster = new JobCluster();
    const limits = { successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1 };
    await cluster.create(CRON_JOBS, report(limits));
    for (const fate of ['succeeded', 'succeeded', 'failed', 'failed'] as const) {
      await cluster.pass(5 * 60);
      await cluster.end(fate);
    }
    assert.deepEqual(jobs(cluster), [`report-${START + 10}`, `report-${START + 20}`]);
  });

  it('follows the real time also when waits are short', async () => {
    using cluster = new JobCluster({ speed: 20 });
    await cluster.create(CRON_JOBS, report());
    await cluster.pass(4 * 60);
    assert.deepEqual(jobs(cluster), []);
    await cluster.pass(61);
    assert.deepEqual(jobs(cluster), [`report-${START + 5}`]);
  });
});

function report(fields: object = {}) {
  const { spec: jobSpec } = job('report', { spec: { backoffLimit: 0 } });
  const jobTemplate = { metadata: { annotations: { note: 'a' } }, spec: jobSpec };
  return {
    metadata: { namespace: NAMESPACE, name: 'report' },
    spec: { schedule: '*/5 * * * *', ...fields, jobTemplate },
  };
}

function jobs(cluster: JobCluster): string[] {
  return cluster.list(JOBS).map(({ metadata }) => metadata.name);
}
