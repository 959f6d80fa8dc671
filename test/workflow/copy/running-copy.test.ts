import assert from 'node:assert/strict';
import { ExpectedError, InterruptedError } from '../../../src/domain/errors.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import type { CopyJobRequest } from '../../../src/domain/ports/copy-engine.ts';
import { secret } from '../../support/builders/secrets.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { A, complete, copies, copyJob, copySecret, type Course, HOME, runCopy, succeed } from './copy-run.ts';

describe('copyImages: a Job that is still at work', () => {
  const missing = copies.map((copy) => ({ ...copy, present: false }));
  const ready = { ready: 1 };

  /** What a run leaves behind that is ended in the middle of the copy. */
  async function leftBehind(status: unknown = ready): Promise<InMemoryCluster> {
    const work = recordedWork();
    const cluster = new InMemoryCluster();
    const course = (): void => {
      work.abort(new InterruptedError('interrupted'));
    };
    await assert.rejects(runCopy({ cluster, work, copies: missing, course }), InterruptedError);
    cluster.put({ ...cluster.read(copyJob), status });
    cluster.writes.length = 0;
    return cluster;
  }

  /** As a Job that runs ends: the way it was created stays on it. */
  const completes = (cluster: InMemoryCluster): void => {
    cluster.put({ ...cluster.read(copyJob), status: complete });
  };
  const renewal = [`delete secrets ${HOME}/copy`, `create secrets ${HOME}/copy`];
  const removals = [`delete secrets ${HOME}/copy`, `delete jobs.batch ${HOME}/copy`];

  it('is taken up by the next run, with what it has copied since', async () => {
    const requests: CopyJobRequest[] = [];
    const cluster = await leftBehind();
    const { report } = await runCopy({ cluster, requests, course: completes });
    assert.deepEqual([report.copied, report.present], [['new.example/a:1'], ['new.example/b:1']]);
    assert.deepEqual(cluster.writes, [...renewal, ...removals]);
    assert.deepEqual(
      requests.map((request) => request.copies.map(({ target }) => target.repository)),
      [['a', 'b']],
    );
  });

  it('gets the logins that hold now', async () => {
    const cluster = await leftBehind();
    cluster.put(secret({ namespace: HOME, name: 'copy' }, { list: 'old' }));
    let now: unknown;
    const course = (): void => {
      now = cluster.read(copySecret).data;
      completes(cluster);
    };
    await runCopy({ cluster, course });
    assert.deepEqual(now, copySecret.data);
  });

  it('gets its Secrets back', async () => {
    const cluster = await leftBehind();
    await cluster.delete(SECRETS, copySecret.metadata);
    cluster.writes.length = 0;
    await runCopy({ cluster, course: completes });
    assert.deepEqual(cluster.writes, [`create secrets ${HOME}/copy`, ...removals]);
  });

  it('is not taken up where it was made by hand', async () => {
    const present = [{ ...copyJob, status: ready }];
    await assert.rejects(runCopy({ present }), refusal('it copies other images'));
  });

  const others = [...copies, plannedCopy('old.example/a:1', 'new.example/c:1', A)];
  const refused: readonly [string, Course, string][] = [
    ['it copies other images', { copies: others }, 'it copies other images'],
    ['it copies in another way', { image: 'other' }, 'it copies the same images with other options'],
    ['it copies other images, even to go on', { copies: others, earlierCopy: 'replace' }, 'it copies other'],
  ];
  for (const [name, course, difference] of refused) {
    it(`is left alone where ${name}`, async () => {
      const cluster = await leftBehind();
      await assert.rejects(runCopy({ ...course, cluster }), refusal(difference));
      assert.deepEqual(cluster.writes, []);
    });
  }

  it('is replaced to go on where no pod of it runs, also in another way', async () => {
    for (const image of ['fake', 'other']) {
      const cluster = await leftBehind({ ready: 0 });
      const { report } = await runCopy({ cluster, earlierCopy: 'replace', image, course: succeed });
      assert.deepEqual(report.copied, ['new.example/a:1']);
      assert.equal(cluster.writes[0], `delete jobs.batch ${HOME}/copy`);
    }
  });

  it('is taken up where no pod of it runs yet and nobody says to go on', async () => {
    const cluster = await leftBehind({});
    await runCopy({ cluster, course: completes });
    assert.deepEqual(cluster.writes, [...renewal, ...removals]);
  });

  it('is left alone where no pod of it runs, but it copies other images', async () => {
    const cluster = await leftBehind({});
    await assert.rejects(
      runCopy({ cluster, copies: others, earlierCopy: 'replace' }),
      refusal('it copies other'),
    );
  });

  function refusal(difference: string): (error: unknown) => boolean {
    return (error) =>
      error instanceof ExpectedError &&
      error.message.startsWith(`a copy is already running: Job ${HOME}/copy; ${difference}`) &&
      (error.nextStep ?? '').includes(`kubectl delete job -n ${HOME} copy`);
  }
});
