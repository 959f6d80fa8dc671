import assert from 'node:assert/strict';
import { ClusterError } from '../../src/domain/errors.ts';
import { parseImageReference } from '../../src/domain/image/parse-reference.ts';
import { imageReader } from '../../src/domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../src/domain/kubernetes/object.ts';
import { JOBS, PODS } from '../../src/domain/kubernetes/resource.ts';
import { mappedSources } from '../../src/domain/mapping/source-matcher.ts';
import type { CopyEngine } from '../../src/domain/ports/copy-engine.ts';
import { carryOut, type MigrationReport } from '../../src/workflow/carry-out.ts';
import type { RunStep } from '../../src/domain/ports/progress.ts';
import { preparePlan } from '../../src/workflow/plan/prepare-plan.ts';
import { planRequest } from '../support/builders/plan-request.ts';
import { digestOf, pod } from '../support/builders/pod.ts';
import { deployment, job } from '../support/builders/workloads.ts';
import { fakeRegistries } from '../support/fake-registries.ts';
import { InMemoryCluster } from '../support/in-memory-cluster.ts';
import { questionsTo } from '../support/questions.ts';
import { recordedWork } from '../support/recorded-work.ts';
import { deploymentStatus, READY } from './rollout/controllers.ts';

const HOME = 'registry-switch';
const A = digestOf('a');
const B = digestOf('b');
const copyJob = job({ namespace: HOME, name: 'copy' });
const stuckJob = { ...copyJob, status: { conditions: [{ type: 'Failed', status: 'True', message: 'no' }] } };

function named(name: string): KubernetesObject {
  return deployment({
    name,
    image: `old.example/${name}:1`,
    labels: { app: name },
    spec: { selector: { matchLabels: { app: name } } },
    status: READY,
  });
}

/** A pod that waits for an image that its owner does not name any more. */
const stuck = pod({
  name: 'late',
  image: 'old.example/a:1',
  owner: named('a'),
  labels: { app: 'a' },
  waiting: { app: 'ImagePullBackOff' },
});

const engine: CopyEngine = {
  name: 'fake',
  defaultImage: 'fake',
  container: 'app',
  manifests: () => ({ secrets: [], job: copyJob }),
  logReader: () => ({ read: () => [], end: () => [] }),
};

const request = planRequest();

interface Course {
  /** Whether the target has the image of `b` already; `a` is there. */
  readonly hasB: boolean;
  readonly cluster: InMemoryCluster;
}

interface Move {
  readonly report: MigrationReport;
  readonly steps: readonly string[];
}

/** Plans and carries out, with a copy Job that fails. */
async function move({ cluster, hasB }: Course, steps: string[] = []): Promise<Move> {
  cluster.statusOf = (object) => (object.kind === 'Job' ? stuckJob.status : deploymentStatus()(object));
  const registries = fakeRegistries({
    'old.example/a:1': A,
    'old.example/b:1': B,
    'new.example/a:1': A,
    ...(hasB ? { 'new.example/b:1': B } : {}),
  });
  const logins = { credentialsFor: async () => Promise.resolve([]), problems: () => [] };
  const ports = { cluster, logins, openRegistries: () => registries };
  const preparation = await preparePlan(ports, request, recordedWork());
  const step: RunStep = async (title, run, summary) => {
    steps.push(title);
    const result = await run(recordedWork());
    steps.push(summary?.(result) ?? '');
    return result;
  };
  const copyOptions = {
    ...{
      namespace: HOME,
      name: 'copy',
      image: parseImageReference('fake'),
      parallelism: 1,
      nodeSelector: {},
      tolerations: [],
    },
    ...{ requests: {}, limits: {}, pullSecrets: [], labels: {} },
  };
  const input = {
    ...{ request, preparation, copyOptions, copyTimeoutSeconds: 0, maxInFlight: 1, timeoutSeconds: 0 },
    ...{
      isSource: mappedSources(request.mapping),
      readImages: imageReader([]),
      questions: questionsTo(registries),
    },
    ...{ waves: { canary: false, size: 100, namespaces: [] }, settleSeconds: 0, onFailure: 'halt' as const },
  };
  return { report: await carryOut({ cluster, engine }, input, step), steps };
}

function outcomes({ report }: Move): Record<string, string> {
  return Object.fromEntries(report.switch.workloads.map(({ workload, outcome }) => [workload.name, outcome]));
}

describe('carryOut', () => {
  it('proves, switches, heals and looks for what is left, in this order', async () => {
    const cluster = new InMemoryCluster([named('a'), named('b'), stuck]);
    const done = await move({ cluster, hasB: true });
    assert.deepEqual(done.steps, [
      ...['Copying the images', '0 copied, 2 already at the target, 0 failed'],
      ...['Switching the workloads', '2 of 2 switched'],
      ...['Healing stuck pods', '1 pod restarted'],
      ...['Looking for old references', '0 left'],
    ]);
    assert.deepEqual(outcomes(done), { a: 'switched', b: 'switched' });
    assert.equal(cluster.find(stuck), undefined);
    assert.deepEqual([done.report.kind, done.report.plan.changes.length], ['MigrationReport', 2]);
  });

  it('touches no workload whose image was not copied, and goes on with the others', async () => {
    const cluster = new InMemoryCluster([named('a'), named('b')]);
    const done = await move({ cluster, hasB: false });
    assert.deepEqual(outcomes(done), { a: 'switched', b: 'left-alone' });
    assert.deepEqual(cluster.read(named('b')).spec, named('b').spec);
    assert.deepEqual(done.steps.slice(1, 2), ['0 copied, 1 already at the target, 1 failed']);
    assert.equal(done.steps.at(-1), '1 left');
  });

  it('goes on with what an earlier copy has failed at', async () => {
    const cluster = new InMemoryCluster([named('b'), stuckJob]);
    await move({ cluster, hasB: false });
    assert.ok(cluster.writes.includes(`create jobs.batch ${HOME}/copy`));
  });

  it('does nothing the second time', async () => {
    const cluster = new InMemoryCluster([named('a')]);
    await move({ cluster, hasB: true });
    cluster.writes.length = 0;
    assert.deepEqual(outcomes(await move({ cluster, hasB: true })), {});
    assert.deepEqual(cluster.writes, []);
  });

  it('does not come to the workloads when the copy as a whole cannot be made', async () => {
    const cluster = new InMemoryCluster([named('a'), named('b')]);
    cluster.refuse('create', JOBS, 'forbidden');
    const steps: string[] = [];
    await assert.rejects(move({ cluster, hasB: false }, steps), ClusterError);
    assert.deepEqual(steps, ['Copying the images']);
    assert.deepEqual(cluster.read(named('a')).spec, named('a').spec);
  });

  it('keeps what was switched when a later step fails', async () => {
    const cluster = new InMemoryCluster([named('a'), stuck]);
    cluster.refuse('delete', PODS, 'forbidden');
    await assert.rejects(move({ cluster, hasB: true }), ClusterError);
    assert.notDeepEqual(cluster.read(named('a')).spec, named('a').spec);
  });
});
