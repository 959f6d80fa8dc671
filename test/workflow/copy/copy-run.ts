/** Runs of copyImages in a cluster in memory, and what they find there. */
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { PODS } from '../../../src/domain/kubernetes/resource.ts';
import type { PlannedCopy } from '../../../src/domain/plan/plan.ts';
import type { CopyEngine, CopyJobRequest } from '../../../src/domain/ports/copy-engine.ts';
import { copyImages, type CopyInput, type CopyReport } from '../../../src/workflow/copy/copy-images.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { planWith } from '../../support/builders/planned-change.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { secret } from '../../support/builders/secrets.ts';
import { job } from '../../support/builders/workloads.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { type RecordedWork, recordedWork } from '../../support/recorded-work.ts';

export const HOME = 'registry-switch';
export const A = digestOf('a');
const B = digestOf('b');
export const login = { kind: 'basic', username: 'me', password: 's3cret' } as const;
export const copyJob = job({ namespace: HOME, name: 'copy' });
export const copySecret = secret({ namespace: HOME, name: 'copy' }, { list: 'x' });
export const failed = { conditions: [{ type: 'Failed', status: 'True', message: 'too many failures' }] };
export const complete = { conditions: [{ type: 'Complete', status: 'True' }] };

export const copies: readonly PlannedCopy[] = [
  plannedCopy('old.example/a:1', 'new.example/a:1', A),
  plannedCopy('old.example/b:1', 'new.example/b:1', B, { present: true }),
];
const BOTH: Shelf = { 'new.example/a:1': A, 'new.example/b:1': B };
export const ONLY_B: Shelf = { 'new.example/b:1': B };

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

export const copyPod = pod({
  namespace: HOME,
  name: 'copy-0',
  labels: { 'batch.kubernetes.io/job-name': 'copy' },
});
export const ended = (exitCode: number): KubernetesObject => ({
  ...copyPod,
  status: { containerStatuses: [{ name: 'app', state: { terminated: { exitCode } } }] },
});
export const waiting = (reason: string): KubernetesObject => ({
  ...copyPod,
  status: { containerStatuses: [{ name: 'app', state: { waiting: { reason, message: 'no such image' } } }] },
});

export interface Course {
  readonly copies?: readonly PlannedCopy[];
  readonly shelf?: Shelf;
  readonly present?: readonly KubernetesObject[];
  /** In place of `present`. */
  readonly cluster?: InMemoryCluster;
  /** What the controllers do once the Job is followed. */
  readonly course?: (cluster: InMemoryCluster) => void;
  readonly earlierCopy?: CopyInput['earlierCopy'];
  readonly requests?: CopyJobRequest[];
  readonly work?: RecordedWork;
  /** Of the engine. */
  readonly image?: string;
  readonly timeoutSeconds?: number;
}

/** Copies a and b, of which the target has b, unless told otherwise. */
export async function runCopy(
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
      image: parseImageReference(given.image ?? 'fake'),
      parallelism: 1,
      nodeSelector: {},
      tolerations: [],
    },
    ...{ requests: {}, limits: {}, pullSecrets: [], labels: {} },
  };
  const report = await copyImages(
    {
      cluster,
      engine: engine(given.requests),
      copyRegistries: registries,
      accessFor,
      pushLogins: () => [login],
    },
    {
      ...{ plan: planWith([], { copies: given.copies ?? copies }), options },
      ...{ earlierCopy: given.earlierCopy ?? 'refuse', timeoutSeconds: given.timeoutSeconds ?? 0 },
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

export const succeed = (cluster: InMemoryCluster): void => {
  cluster.put(ended(0));
  cluster.put({ ...copyJob, status: complete });
};
