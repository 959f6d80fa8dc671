import assert from 'node:assert/strict';
import { ExpectedError, InterruptedError } from '../../../src/domain/errors.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { JOBS, PODS, SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import type { PlannedCopy } from '../../../src/domain/plan/plan.ts';
import type { CopyEngine, CopyJobRequest } from '../../../src/domain/ports/copy-engine.ts';
import { copyImages, type CopyInput, type CopyReport } from '../../../src/workflow/copy/copy-images.ts';
import { planWith } from '../../support/builders/planned-change.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { secret } from '../../support/builders/secrets.ts';
import { job } from '../../support/builders/workloads.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { type RecordedWork, recordedWork } from '../../support/recorded-work.ts';

const HOME = 'registry-switch';
const A = digestOf('a');
const B = digestOf('b');
const login = { kind: 'basic', username: 'me', password: 's3cret' } as const;
const copyJob = job({ namespace: HOME, name: 'copy' });
const copySecret = secret({ namespace: HOME, name: 'copy' }, { list: 'x' });
const failed = { conditions: [{ type: 'Failed', status: 'True', message: 'too many failures' }] };
const complete = { conditions: [{ type: 'Complete', status: 'True' }] };

const copies: readonly PlannedCopy[] = [
  { source: `old.example/a:1@${A}`, target: 'new.example/a:1', digest: A, present: false, usedBy: 1 },
  { source: `old.example/b:1@${B}`, target: 'new.example/b:1', digest: B, present: true, usedBy: 1 },
];
const BOTH: Shelf = { 'new.example/a:1': A, 'new.example/b:1': B };
const ONLY_B: Shelf = { 'new.example/b:1': B };

/** An engine that tells of a failure for every line of its log. */
function engine(requests: CopyJobRequest[] = []): CopyEngine {
  return {
    name: 'fake',
    defaultImage: 'fake',
    container: 'app',
    manifests: (request) => {
      requests.push(request);
      const { image } = request.options;
      return { secrets: [copySecret], job: { ...copyJob, spec: { image } } };
    },
    logReader: () => ({
      read: (line) => [{ type: 'failed', target: 'new.example/a:1', reason: line }],
      end: () => [],
    }),
  };
}

const copyPod = pod({ namespace: HOME, name: 'copy-0', labels: { 'batch.kubernetes.io/job-name': 'copy' } });
const ended = (exitCode: number): KubernetesObject => ({
  ...copyPod,
  status: { containerStatuses: [{ name: 'app', state: { terminated: { exitCode } } }] },
});
const waiting = (reason: string): KubernetesObject => ({
  ...copyPod,
  status: { containerStatuses: [{ name: 'app', state: { waiting: { reason, message: 'no such image' } } }] },
});

interface Course {
  readonly copies?: readonly PlannedCopy[];
  readonly shelf?: Shelf;
  readonly present?: readonly KubernetesObject[];
  /** In place of `present`. */
  readonly cluster?: InMemoryCluster;
  /** What the controllers do once the Job is followed. */
  readonly course?: (cluster: InMemoryCluster) => void;
  readonly leftover?: CopyInput['leftover'];
  readonly requests?: CopyJobRequest[];
  readonly work?: RecordedWork;
  /** Of the engine. */
  readonly image?: string;
  readonly timeoutSeconds?: number;
}

async function run(
  given: Course,
): Promise<{ readonly report: CopyReport; readonly cluster: InMemoryCluster }> {
  const cluster = given.cluster ?? new InMemoryCluster(given.present ?? []);
  onceFollowed(cluster, () => given.course?.(cluster));
  const registries = fakeRegistries(given.shelf ?? BOTH, login);
  const accessFor = () => ({ connection: { tls: 'enabled' } as const, credentials: [login] });
  const options = {
    ...{
      namespace: HOME,
      name: 'copy',
      image: given.image ?? 'fake',
      parallelism: 1,
      nodeSelector: {},
      tolerations: [],
    },
    ...{ requests: {}, limits: {}, pullSecrets: [], labels: {} },
  };
  const report = await copyImages(
    { cluster, engine: engine(given.requests), registries, accessFor },
    {
      ...{ plan: planWith([], { copies: given.copies ?? copies }), options },
      ...{ leftover: given.leftover ?? 'refuse', timeoutSeconds: given.timeoutSeconds ?? 0 },
    },
    given.work ?? recordedWork(),
  );
  return { report, cluster };
}

/** Pods are watched as soon as the Job is there. */
function onceFollowed(cluster: InMemoryCluster, act: () => unknown): void {
  const watch = cluster.watch.bind(cluster);
  cluster.watch = (resource, query, signal) => {
    if (resource === PODS) {
      cluster.watch = watch;
      setImmediate(act);
    }
    return watch(resource, query, signal);
  };
}

const succeed = (cluster: InMemoryCluster): void => {
  cluster.put(ended(0));
  cluster.put({ ...copyJob, status: complete });
};

describe('copyImages', () => {
  it('copies what is missing, proves everything and leaves nothing behind', async () => {
    const requests: CopyJobRequest[] = [];
    const { report, cluster } = await run({ course: succeed, requests });
    assert.deepEqual(
      [report.copied, report.present, report.failed],
      [['new.example/a:1'], ['new.example/b:1'], []],
    );
    assert.deepEqual(cluster.writes, [
      `create namespaces ${HOME}`,
      `create secrets ${HOME}/copy`,
      `create jobs.batch ${HOME}/copy`,
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
    const { cluster } = await run({ course: succeed });
    const namespace = cluster.read({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: HOME } });
    assert.equal(namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
  });

  it('runs no Job where all is there', async () => {
    const { report, cluster } = await run({ copies: copies.slice(1) });
    assert.deepEqual(report.present, ['new.example/b:1']);
    assert.deepEqual(cluster.writes, []);
  });

  it("does not believe the Job's success", async () => {
    const { report } = await run({ course: succeed, shelf: ONLY_B });
    assert.deepEqual(report.failed, [
      { source: `old.example/a:1@${A}`, target: 'new.example/a:1', reason: 'the target does not have it' },
    ]);
  });

  it("does not believe the Job's failure either", async () => {
    const { report, cluster } = await run({ course: (one) => one.put({ ...copyJob, status: failed }) });
    assert.deepEqual(report.failed, []);
    assert.equal(cluster.find(copyJob), undefined);
  });

  it('keeps the Job that failed, and says why it did', async () => {
    const { report, cluster } = await run({
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
    const { report } = await run({
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
      const { report } = await run({ shelf: ONLY_B, course: (one) => one.put(waiting(reason)) });
      assert.match(report.failed[0]?.reason ?? '', new RegExp(`\\(pod copy-0: ${reason}: no such image\\)$`));
    });
  }

  it('waits for a pod that only takes its time', async () => {
    const work = recordedWork();
    const { report } = await run({
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

  it('notices that somebody deleted the Job', async () => {
    const { report } = await run({
      shelf: ONLY_B,
      course: (one) => void one.delete(JOBS, copyJob.metadata),
    });
    assert.match(report.failed[0]?.reason ?? '', /somebody deleted the Job/);
  });

  it('ends at once when the user interrupts', async () => {
    const work = recordedWork();
    const running = run({
      work,
      course: () => {
        work.abort(new InterruptedError('interrupted'));
      },
    });
    await assert.rejects(running, InterruptedError);
  });
});

describe('copyImages: what is left of an earlier copy', () => {
  const earlier = (status: unknown): KubernetesObject => ({
    ...copyJob,
    metadata: { ...copyJob.metadata, uid: 'earlier' },
    status,
  });

  it('refuses what failed until it is told to go on', async () => {
    const cluster = new InMemoryCluster([earlier(failed)]);
    await assert.rejects(
      run({ cluster }),
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
      const { cluster } = await run({ present: [job, copySecret], copies: nothingMissing });
      assert.deepEqual(cluster.writes, [`delete secrets ${HOME}/copy`, `delete jobs.batch ${HOME}/copy`]);
    });
  }

  const replaced = [
    ['Failed', failed, 'replace'],
    ['Complete', complete, 'replace'],
    ['Complete', complete, 'refuse'],
  ] as const;
  for (const [state, status, leftover] of replaced) {
    it(`replaces a Job that is ${state}, and its Secret, when told to ${leftover}`, async () => {
      const { cluster, report } = await run({
        present: [earlier(status), secret({ namespace: HOME, name: 'copy' }, { list: 'old' })],
        leftover,
        course: succeed,
      });
      assert.deepEqual(report.copied, ['new.example/a:1']);
      assert.deepEqual(cluster.writes.slice(1, 5), [
        `delete jobs.batch ${HOME}/copy`,
        `delete secrets ${HOME}/copy`,
        `create secrets ${HOME}/copy`,
        `create jobs.batch ${HOME}/copy`,
      ]);
    });
  }

  it('waits for a Job that is being deleted', async () => {
    const deleting = earlier({ ready: 1 });
    const metadata = { ...deleting.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    const { report } = await run({ present: [{ ...deleting, metadata }], course: succeed });
    assert.deepEqual(report.copied, ['new.example/a:1']);
  });

  const leftSecrets = ['copy', 'copy-1', 'copy-2'].map((name) => secret({ namespace: HOME, name }, {}));
  const deletions = leftSecrets.toReversed().map(({ metadata }) => `delete secrets ${HOME}/${metadata.name}`);

  it('clears Secrets away that were made before there was a Job, those found last first', async () => {
    const { cluster } = await run({ present: leftSecrets, course: succeed });
    assert.deepEqual(cluster.writes.slice(1, 5), [...deletions, `create secrets ${HOME}/copy`]);
  });

  it('bears that nobody may see Secrets where there is nothing to copy', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('get', SECRETS, 'forbidden');
    const { report } = await run({ cluster, copies: copies.slice(1) });
    assert.deepEqual(report.present, ['new.example/b:1']);
  });

  it('clears such Secrets away where there is nothing to copy any more', async () => {
    const { cluster } = await run({ present: leftSecrets, copies: copies.slice(1) });
    assert.deepEqual(cluster.writes, deletions);
  });
});

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
    await assert.rejects(run({ cluster, work, copies: missing, course }), InterruptedError);
    cluster.put({ ...cluster.read(copyJob), status });
    cluster.writes.length = 0;
    return cluster;
  }

  /** As a Job that runs ends: the way it was created stays on it. */
  const completes = (cluster: InMemoryCluster): void => {
    cluster.put({ ...cluster.read(copyJob), status: complete });
  };
  const removals = [`delete secrets ${HOME}/copy`, `delete jobs.batch ${HOME}/copy`];

  it('is taken up by the next run, with what it has copied since', async () => {
    const requests: CopyJobRequest[] = [];
    const cluster = await leftBehind();
    const { report } = await run({ cluster, requests, course: completes });
    assert.deepEqual([report.copied, report.present], [['new.example/a:1'], ['new.example/b:1']]);
    assert.deepEqual(cluster.writes, removals);
    assert.deepEqual(
      requests.map((request) => request.copies.map(({ target }) => target.repository)),
      [['a', 'b']],
    );
  });

  it('gets the logins that hold now', async () => {
    const cluster = await leftBehind();
    cluster.put(secret({ namespace: HOME, name: 'copy' }, { list: 'old' }));
    await run({ cluster, course: completes });
    const renewal = [`delete secrets ${HOME}/copy`, `create secrets ${HOME}/copy`];
    assert.deepEqual(cluster.writes, [...renewal, ...removals]);
  });

  it('gets its Secrets back', async () => {
    const cluster = await leftBehind();
    await cluster.delete(SECRETS, copySecret.metadata);
    cluster.writes.length = 0;
    await run({ cluster, course: completes });
    assert.deepEqual(cluster.writes, [`create secrets ${HOME}/copy`, ...removals]);
  });

  it('is not taken up where it was made by hand', async () => {
    const present = [{ ...copyJob, status: ready }];
    await assert.rejects(run({ present }), refusal('it copies other images'));
  });

  const others = [...copies, { ...missing[0], target: 'new.example/c:1' } as PlannedCopy];
  const refused: readonly [string, Course, string][] = [
    ['it copies other images', { copies: others }, 'it copies other images'],
    ['it copies in another way', { image: 'other' }, 'it copies with other options'],
    ['it copies other images, even to go on', { copies: others, leftover: 'replace' }, 'it copies other'],
  ];
  for (const [name, course, difference] of refused) {
    it(`is left alone where ${name}`, async () => {
      const cluster = await leftBehind();
      await assert.rejects(run({ ...course, cluster }), refusal(difference));
      assert.deepEqual(cluster.writes, []);
    });
  }

  it('is replaced to go on where no pod of it runs, also in another way', async () => {
    for (const image of ['fake', 'other']) {
      const cluster = await leftBehind({ ready: 0 });
      const { report } = await run({ cluster, leftover: 'replace', image, course: succeed });
      assert.deepEqual(report.copied, ['new.example/a:1']);
      assert.equal(cluster.writes[0], `delete jobs.batch ${HOME}/copy`);
    }
  });

  it('is taken up where no pod of it runs yet and nobody says to go on', async () => {
    const cluster = await leftBehind({});
    await run({ cluster, course: completes });
    assert.deepEqual(cluster.writes, removals);
  });

  it('is left alone where no pod of it runs, but it copies other images', async () => {
    const cluster = await leftBehind({});
    await assert.rejects(run({ cluster, copies: others, leftover: 'replace' }), refusal('it copies other'));
  });

  function refusal(difference: string): (error: unknown) => boolean {
    return (error) =>
      error instanceof ExpectedError &&
      error.message.startsWith(`a copy is running already: Job ${HOME}/copy; ${difference}`) &&
      (error.nextStep ?? '').includes(`kubectl delete job -n ${HOME} copy`);
  }
});

describe('copyImages: a copy that gets nowhere', () => {
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace: HOME, name: 'copy.1' },
    involvedObject: { uid: copyJob.metadata.uid },
    type: 'Warning',
    message: 'pods "copy-0" is forbidden: exceeded quota: full',
  };
  const unscheduled = {
    ...copyPod,
    status: { conditions: [{ type: 'PodScheduled', status: 'False', message: 'no node fits' }] },
  };
  const stalls: readonly [string, KubernetesObject | undefined, string][] = [
    ['gets no pod', event, `Job copy: ${event.message}`],
    ['gets no node', unscheduled, 'pod copy-0 is not scheduled: no node fits'],
    ['gets no image', waiting('ErrImagePull'), 'pod copy-0: ErrImagePull: no such image'],
    ['says nothing', undefined, 'nothing tells why'],
  ];
  for (const [name, object, reason] of stalls) {
    it(`is given up when the time is over: it ${name}`, async () => {
      const present = object === undefined ? [] : [object];
      const cluster = new InMemoryCluster(present);
      await assert.rejects(
        run({ cluster, timeoutSeconds: 0.05 }),
        (error) =>
          error instanceof ExpectedError &&
          error.message === `no pod of the copy has run for 0.05s: ${reason}` &&
          (error.nextStep ?? '').includes('--retry'),
      );
      assert.notEqual(cluster.find(copyJob), undefined);
    });
  }
});
