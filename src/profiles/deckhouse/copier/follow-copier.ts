/** Follows Deckhouse's image copier to its end, which shows in what it deletes. */
import { setTimeout as pause } from 'node:timers/promises';
import { secretText } from '../../../domain/credentials/secret-data.ts';
import { ClusterError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { valueAt } from '../../../domain/kubernetes/pod-spec.ts';
import { JOBS, PODS, type Resource, SECRETS } from '../../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { unbrokenLog } from '../../../workflow/copy/unbroken-log.ts';
import { hasFailed, hasSucceeded } from './begin-copy.ts';
import { COPIER_SECRET, D8_SYSTEM } from './copier-secret.ts';

export const COPY_JOB = 'copy-images';
const CONTAINER = 'image-copier';
/** The copier's own last line when all is copied. */
const FINISHED = 'Finished, 0 sync tasks failed, 0 tasks generate failed';
const TAIL_LINES = 20;
/** Late releases name the copier by an invalid reference: such a pod never starts, and its Job never ends. */
const HOPELESS = new Set(['InvalidImageName', 'ImagePullBackOff', 'CreateContainerConfigError']);
const GRACE_MILLISECONDS = 3000;

export type CopierEnd =
  | { readonly type: 'copied' }
  /** Nothing reacts to the Secret: this release has no image copier. */
  | { readonly type: 'silent' }
  /** Why, in a sentence. */
  | { readonly type: 'failed'; readonly reason: string; readonly logTail: readonly string[] };

export interface FollowOptions {
  /** The failed Job that is to be replaced: its failure is not ours. */
  readonly formerJob: string | undefined;
  /** For how long nothing may react to the Secret. */
  readonly silenceMilliseconds: number;
  /** Never shown, whatever the copier writes. */
  readonly secrets: readonly string[];
}

/** What was seen so far. */
interface Seen {
  hasSecret: boolean;
  /** The copier has added the list of the images, or made the Job. */
  isAnswered: boolean;
  hasJob: boolean;
  hasSucceeded: boolean;
  /** Why the copy failed. */
  failure: string | undefined;
  readonly tail: string[];
  /** Readers of logs. */
  readonly logs: Promise<void>[];
}

/** Ends with the signal; the copy goes on in the cluster then. Throws ClusterError. */
export async function followCopier(
  cluster: Cluster,
  { formerJob, silenceMilliseconds, secrets }: FollowOptions,
  { signal, progress }: Work,
): Promise<CopierEnd> {
  const ending = new AbortController();
  const both = AbortSignal.any([signal, ending.signal]);
  const seen: Seen = {
    ...{ hasSecret: true, isAnswered: false, hasJob: false, hasSucceeded: false },
    ...{ failure: undefined, tail: [], logs: [] },
  };
  const { promise: ended, resolve, reject } = Promise.withResolvers<CopierEnd>();
  const judge = (): void => {
    const end = endOf(seen);
    if (end !== undefined) resolve(end);
  };
  const loops = [
    watchSecret(cluster, seen, both, judge),
    watchJob(cluster, { seen, formerJob }, both, judge),
    watchPods(cluster, seen, { signal: both, progress, judge, secrets }),
    pause(silenceMilliseconds, undefined, { signal: both }).then(() => {
      if (!seen.isAnswered) resolve({ type: 'silent' });
    }),
  ];
  for (const loop of loops) {
    loop.catch((error: unknown) => {
      if (!ending.signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
    });
  }
  try {
    const end = await ended;
    if (end.type !== 'failed') return end;
    // The last lines tell why, and may still be on their way.
    await Promise.race([
      Promise.allSettled(seen.logs),
      pause(GRACE_MILLISECONDS, undefined, { signal: both }),
    ]);
    return { ...end, logTail: [...seen.tail] };
  } finally {
    ending.abort();
  }
}

/** Secret, pod and Job go one after the other; a Job that is gone while the Secret stays is about to be made anew. */
function endOf({ hasSecret, hasJob, hasSucceeded, failure }: Seen): CopierEnd | undefined {
  if (failure !== undefined) return { type: 'failed', reason: failure, logTail: [] };
  if (hasSecret || hasJob || !hasSucceeded) return undefined;
  return { type: 'copied' };
}

async function watchSecret(
  cluster: Cluster,
  seen: Seen,
  signal: AbortSignal,
  judge: () => void,
): Promise<void> {
  for await (const { isThere, object } of statesOf(cluster, SECRETS, COPIER_SECRET, signal)) {
    seen.hasSecret = isThere;
    seen.isAnswered ||= secretText(object, 'd8-images.json') !== undefined;
    judge();
    if (isThere) continue;
    // The success of the Job may be told a little later than what follows it.
    await pause(GRACE_MILLISECONDS, undefined, { signal });
    if (!seen.hasSucceeded) {
      seen.failure ??= `somebody deleted Secret ${D8_SYSTEM}/${COPIER_SECRET} before the copy was over, which ended it`;
    }
    judge();
  }
}

async function watchJob(
  cluster: Cluster,
  { seen, formerJob }: { readonly seen: Seen; readonly formerJob: string | undefined },
  signal: AbortSignal,
  judge: () => void,
): Promise<void> {
  for await (const { isThere, object } of statesOf(cluster, JOBS, COPY_JOB, signal)) {
    if (object !== undefined && object.metadata.uid === formerJob) continue;
    seen.hasJob = isThere;
    seen.isAnswered ||= isThere;
    seen.hasSucceeded ||= hasSucceeded(object);
    if (hasFailed(object)) seen.failure ??= `Job ${D8_SYSTEM}/${COPY_JOB} failed`;
    judge();
  }
}

interface State {
  readonly isThere: boolean;
  /** Also of one that is gone: as it was last. */
  readonly object?: KubernetesObject | undefined;
}

async function* statesOf(
  cluster: Cluster,
  resource: Resource,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<State> {
  const query = { namespace: D8_SYSTEM, fieldSelector: `metadata.name=${name}` };
  let isThere = false;
  for await (const { type, object } of cluster.watch(resource, query, signal)) {
    if (type === 'SYNCED') {
      if (!isThere) yield { isThere };
      continue;
    }
    isThere = type !== 'DELETED';
    yield { isThere, object };
  }
}

interface Reading extends Work {
  readonly judge: () => void;
  readonly secrets: readonly string[];
}

async function watchPods(cluster: Cluster, seen: Seen, work: Reading): Promise<void> {
  const query = { namespace: D8_SYSTEM, labelSelector: `job-name=${COPY_JOB}` };
  const read = new Set<string>();
  for await (const { type, object: pod } of cluster.watch(PODS, query, work.signal)) {
    if (pod === undefined || type === 'DELETED') continue;
    const { name, uid = name } = pod.metadata;
    const { hopeless, hasStarted } = containerState(pod);
    if (hopeless !== undefined) {
      seen.failure ??= `pod ${D8_SYSTEM}/${name} cannot start: ${hopeless}`;
      work.judge();
    }
    if (!hasStarted || read.has(uid)) continue;
    read.add(uid);
    seen.logs.push(readLog(cluster, name, seen, work));
  }
}

/** Of the copier's container; `hopeless`: why it will never start. */
function containerState(pod: KubernetesObject): { readonly hopeless?: string; readonly hasStarted: boolean } {
  const [status] = (valueAt(pod, ['status', 'containerStatuses']) ?? []) as readonly ContainerStatus[];
  const { waiting, running, terminated } = status?.state ?? {};
  const { reason = '', message = '' } = waiting ?? {};
  return {
    ...(HOPELESS.has(reason) ? { hopeless: message === '' ? reason : `${reason}: ${message}` } : {}),
    hasStarted: (running ?? terminated) !== undefined,
  };
}

/** What the copier says is shown, and its last line counts as its success; without a log the Job tells. */
async function readLog(
  cluster: Cluster,
  name: string,
  seen: Seen,
  { signal, progress, judge, secrets }: Reading,
): Promise<void> {
  try {
    const pod = { namespace: D8_SYSTEM, name, container: CONTAINER };
    for await (const text of unbrokenLog(cluster, pod, signal)) {
      const line = secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
      progress.update(line);
      seen.tail.push(line);
      if (seen.tail.length > TAIL_LINES) seen.tail.shift();
      if (line.trim() === FINISHED) seen.hasSucceeded = true;
      judge();
    }
  } catch (error) {
    if (!(error instanceof ClusterError) && !signal.aborted) throw error;
  }
}

interface ContainerStatus {
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: object;
    readonly terminated?: object;
  };
}
