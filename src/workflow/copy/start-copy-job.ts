/** Starts the copy Job, or adopts the one that an interrupted run has left running. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { JOBS, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobRequest, CopyManifests } from '../../domain/ports/copy-engine.ts';
import { ensureNamespace } from '../cluster/ensure-namespace.ts';
import { type CopyLogins, copyRequest } from './copy-request.ts';
import { ownedBy, release, suspended } from './copy-owner.ts';
import { copiesAtStart, sameWork, withWork } from './copy-work.ts';
import { type EarlierCopyPolicy, type CopySimilarity, treatEarlierCopy } from './earlier-copy.ts';
import { copyNameOf, removeCopy, removeCopySecrets, removeJobAndWait } from './remove-copy.ts';

export interface CopyPorts extends CopyLogins {
  readonly cluster: Cluster;
  readonly engine: CopyEngine;
}

export interface StartedCopy {
  readonly job: KubernetesObject;
  /** What the Job copies; for an adopted Job including what it has already done. */
  readonly request: CopyJobRequest;
  /** Whether the Job was started by an earlier run. */
  readonly isTakenUp: boolean;
}

interface CopyStart {
  readonly plan: Plan;
  readonly request: CopyJobRequest;
  readonly earlierCopy: EarlierCopyPolicy;
}

/**
 * Creates the namespace if missing, then the suspended Job, then its Secrets, and unsuspends the Job. Adopts a Job
 * that does the same work. Throws ExpectedError when one does other work.
 */
export async function startCopyJob(
  ports: CopyPorts,
  start: CopyStart,
  signal: AbortSignal,
): Promise<StartedCopy> {
  const { cluster, engine } = ports;
  const { plan, request } = start;
  const { namespace, name } = request.options;
  await ensureNamespace(cluster, namespace, signal);
  const earlier = await cluster.get(JOBS, { namespace, name }, signal);
  if (earlier !== undefined) {
    const begun = await adoptableCopy(ports, earlier, start, signal);
    const treatment = treatEarlierCopy(earlier, similarityOf(earlier, begun), start.earlierCopy);
    if (treatment === 'take up' && begun !== undefined) {
      await renewSecrets(cluster, earlier, begun.manifests, signal);
      return { job: earlier, request: begun.request, isTakenUp: true };
    }
    await removeJobAndWait(cluster, earlier, signal);
  }
  await removeCopySecrets(cluster, { namespace, name }, signal);
  const manifests = withWork(engine.manifests(request), plan.copies);
  return { job: await begin(cluster, manifests, signal), request, isTakenUp: false };
}

async function begin(
  cluster: Cluster,
  { secrets, job }: CopyManifests,
  signal: AbortSignal,
): Promise<KubernetesObject> {
  const made = await cluster.create(JOBS, suspended(job), { signal });
  try {
    for (const secret of secrets) await cluster.create(SECRETS, ownedBy(secret, made), { signal });
    await release(cluster, made, signal);
    return made;
  } catch (error) {
    // Report the first failure; after an interruption change nothing more.
    if (!signal.aborted) await removeCopy(cluster, made, signal).catch(() => undefined);
    throw error;
  }
}

interface AdoptableCopy {
  readonly request: CopyJobRequest;
  /** The manifests for it as they would be created now. */
  readonly manifests: CopyManifests;
}

/** `undefined`: the Job copies other images. */
async function adoptableCopy(
  ports: CopyPorts,
  job: KubernetesObject,
  { plan, request: { options } }: CopyStart,
  signal: AbortSignal,
): Promise<AdoptableCopy | undefined> {
  const copies = copiesAtStart(job, plan.copies);
  if (copies === undefined) return undefined;
  const request = await copyRequest({ ...plan, copies }, options, ports, signal);
  return { request, manifests: withWork(ports.engine.manifests(request), copies) };
}

function similarityOf(job: KubernetesObject, begun: AdoptableCopy | undefined): CopySimilarity {
  if (begun === undefined) return 'other images';
  return sameWork(job, begun.manifests.job) ? 'same work' : 'same images';
}

/**
 * Recreates all Secrets, since logins may have been renewed and a replacement pod needs valid ones. Recreated rather
 * than patched, so that requests of the earlier run still in flight do not apply, and numbering has no gaps.
 */
async function renewSecrets(
  cluster: Cluster,
  job: KubernetesObject,
  { secrets }: CopyManifests,
  signal: AbortSignal,
): Promise<void> {
  await removeCopySecrets(cluster, copyNameOf(job), signal);
  for (const secret of secrets) await cluster.create(SECRETS, ownedBy(secret, job), { signal });
}
