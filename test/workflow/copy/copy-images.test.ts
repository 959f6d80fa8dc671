import assert from 'node:assert/strict';
import { InterruptedError, RegistryError } from '../../../src/domain/errors.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { JOBS } from '../../../src/domain/kubernetes/resource.ts';
import type { CopyJobRequest } from '../../../src/domain/ports/copy-engine.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import {
  A,
  copies,
  copyJob,
  ended,
  failed,
  HOME,
  login,
  ONLY_B,
  runCopy,
  succeed,
  waiting,
} from './copy-run.ts';

describe('copyImages', () => {
  it('copies what is missing, proves everything and leaves nothing behind', async () => {
    const requests: CopyJobRequest[] = [];
    const { report, cluster } = await runCopy({ course: succeed, requests });
    assert.deepEqual(
      [report.copied, report.present, report.failed],
      [['new.example/a:1'], ['new.example/b:1'], []],
    );
    assert.deepEqual(cluster.writes, [
      `create namespaces ${HOME}`,
      `create jobs.batch ${HOME}/copy`,
      `create secrets ${HOME}/copy`,
      `patch jobs.batch ${HOME}/copy`,
      `delete secrets ${HOME}/copy`,
      `delete jobs.batch ${HOME}/copy`,
    ]);
    assert.deepEqual(
      requests[0]?.copies.map(({ source, target, sourceCredential, targetCredential }) => [
        formatImageReference(source),
        formatImageReference(target),
        sourceCredential,
        targetCredential,
      ]),
      [[`old.example/a:1@${A}`, 'new.example/a:1', login, login]],
    );
    assert.deepEqual(
      requests.flatMap(({ connections }) => [...connections.keys()]),
      ['old.example', 'new.example'],
    );
  });

  it('makes the namespace a restricted one', async () => {
    const { cluster } = await runCopy({ course: succeed });
    const namespace = cluster.read({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: HOME } });
    assert.equal(namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
  });

  describe('an image that the target has without what refers to it', () => {
    const [, b] = copies;
    const SIGNATURE = digestOf('signature');
    const lacking = b === undefined ? [] : [{ ...b, present: false, lacks: [SIGNATURE] }];

    it('is copied once more, and has it then', async () => {
      const shelf = { ...ONLY_B, [`new.example/b@${SIGNATURE}`]: SIGNATURE };
      const { report } = await runCopy({ copies: lacking, course: succeed, shelf });
      assert.deepEqual([report.copied, report.failed], [['new.example/b:1'], []]);
    });

    it('is proven also where that does not come', async () => {
      const { report } = await runCopy({ copies: lacking, course: succeed, shelf: ONLY_B });
      assert.deepEqual(report.copied, ['new.example/b:1']);
      assert.deepEqual(report.failed, [
        {
          source: `old.example/b@${SIGNATURE}`,
          target: `new.example/b@${SIGNATURE}`,
          reason: 'the target does not have it, which refers to new.example/b:1',
        },
      ]);
    });
  });

  it('runs no Job where all is there', async () => {
    const { report, cluster } = await runCopy({ copies: copies.slice(1) });
    assert.deepEqual(report.present, ['new.example/b:1']);
    assert.deepEqual(cluster.writes, []);
  });

  it("does not believe the Job's success", async () => {
    const { report } = await runCopy({ course: succeed, shelf: ONLY_B });
    assert.deepEqual(report.failed, [
      { source: `old.example/a:1@${A}`, target: 'new.example/a:1', reason: 'the target does not have it' },
    ]);
  });

  it('says of what nobody may see why, and what to do', async () => {
    const denied = new RegistryError('hidden', 'new.example', 'new.example denies "me" access to a');
    const unseen = copies.map((copy) => (copy.present ? copy : { ...copy, hidden: true as const }));
    const { report } = await runCopy({
      copies: unseen,
      course: succeed,
      shelf: { ...ONLY_B, 'new.example/a:1': denied },
    });
    assert.deepEqual(report.copied, []);
    assert.match(
      report.failed[0]?.reason ?? '',
      /denies "me" access to a: not proven\. Check that its project/,
    );
  });

  it("does not believe the Job's failure either", async () => {
    const { report, cluster } = await runCopy({ course: (one) => one.put({ ...copyJob, status: failed }) });
    assert.deepEqual(report.failed, []);
    assert.equal(cluster.find(copyJob), undefined);
  });

  it('keeps the Job that failed, and says why it did', async () => {
    const { report, cluster } = await runCopy({
      shelf: ONLY_B,
      course: (one) => one.put({ ...copyJob, status: failed }),
    });
    assert.equal(report.keptJob, `${HOME}/copy`);
    assert.deepEqual(
      report.failed.map(({ reason }) => reason),
      ['the target does not have it (too many failures)'],
    );
    assert.notEqual(cluster.find(copyJob), undefined);
  });

  it('gives the reason that the engine tells, and the end of its log', async () => {
    const { report } = await runCopy({
      shelf: ONLY_B,
      course: (one) => {
        one.logLines.set('copy-0', ['denied: no access']);
        one.put(ended(1));
        one.put({ ...copyJob, status: failed });
      },
    });
    assert.deepEqual(report.logTail, ['denied: no access']);
    assert.deepEqual(
      report.failed.map(({ reason }) => reason),
      ['denied: no access'],
    );
  });

  for (const reason of ['ImagePullBackOff', 'InvalidImageName', 'CreateContainerConfigError']) {
    it(`does not wait for a pod in ${reason}`, async () => {
      const { report } = await runCopy({ shelf: ONLY_B, course: (one) => one.put(waiting(reason)) });
      assert.match(report.failed[0]?.reason ?? '', new RegExp(`\\(pod copy-0: ${reason}: no such image\\)$`));
    });
  }

  it('waits for a pod that only takes its time', async () => {
    const work = recordedWork();
    const { report } = await runCopy({
      work,
      shelf: ONLY_B,
      course: (one) => {
        one.put(waiting('ErrImagePull'));
        one.put({ ...copyJob, status: failed });
      },
    });
    assert.match(report.failed[0]?.reason ?? '', /\(too many failures\)$/);
    assert.ok(work.updates.includes('pod copy-0: ErrImagePull: no such image'));
  });

  it('notices that the Job was deleted', async () => {
    const { report } = await runCopy({
      shelf: ONLY_B,
      course: (one) => void one.delete(JOBS, copyJob.metadata),
    });
    assert.match(report.failed[0]?.reason ?? '', /the Job was deleted/);
  });

  it('ends at once when the user interrupts', async () => {
    const work = recordedWork();
    const running = runCopy({
      work,
      course: () => {
        work.abort(new InterruptedError('interrupted'));
      },
    });
    await assert.rejects(running, InterruptedError);
  });
});
