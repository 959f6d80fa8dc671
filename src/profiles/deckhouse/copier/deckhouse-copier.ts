/** Deckhouse's image copier as the platform's copier: from what the cluster runs to a report. */
import { ExpectedError } from '../../../domain/errors.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import { parseImageReference } from '../../../domain/image/parse-reference.ts';
import { valueAt } from '../../../domain/kubernetes/pod-spec.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { DEPLOYMENTS, JOBS, SECRETS } from '../../../domain/kubernetes/resource.ts';
import type {
  PlatformCopier,
  PlatformCopyReport,
  PlatformTarget,
  PreparedPlatformCopy,
} from '../../../domain/plan/profile.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { guardedDelete } from '../../../workflow/cluster/guarded-delete.ts';
import { guardedPatch } from '../../../workflow/cluster/guarded-patch.ts';
import { beginCopy, type CopierObjects, hasFailed, hasSameDestination } from './begin-copy.ts';
import { COPIER_SECRET, copierSecret, D8_SYSTEM } from './copier-secret.ts';
import { COPY_JOB, type CopierEnd, followCopier } from './follow-copier.ts';
import { requireCopiable, targetRegistry, type TargetRegistry } from '../target-registry.ts';

const SILENCE_MILLISECONDS = 60_000;
const LOOK_MILLISECONDS = 1000;

export const DECKHOUSE_COPIER: PlatformCopier = { prepare };

async function prepare(
  cluster: Cluster,
  target: PlatformTarget,
  signal: AbortSignal,
): Promise<PreparedPlatformCopy> {
  const source = await deckhouseImage(cluster, signal);
  requireCopiable(target);
  const registry = targetRegistry(target, source.tag);
  const names = { source: formatImageReference(source), target: formatImageReference(registry.image) };
  return {
    ...names,
    namespaces: [D8_SYSTEM],
    run: async (writable, { retry }, work) =>
      reportOf(names, await copy(writable, { registry, retry }, work)),
  };
}

/** Of the Deckhouse that runs: its tag goes along. */
async function deckhouseImage(cluster: Cluster, signal: AbortSignal): Promise<TargetRegistry['image']> {
  const name = { namespace: D8_SYSTEM, name: 'deckhouse' };
  const deployment = await cluster.get(DEPLOYMENTS, name, signal);
  const written = valueAt(deployment, ['spec', 'template', 'spec', 'containers', '0', 'image']);
  const image = parseImageReference(typeof written === 'string' ? written : '');
  const { tag, digest } = image;
  if (tag !== undefined && digest === undefined) return { ...image, tag };
  throw new ExpectedError(
    `Deployment ${D8_SYSTEM}/deckhouse runs ${formatImageReference(image)}, not a tag`,
    {
      nextStep: `Set its image to a tag first: with a digest Deckhouse stops rendering.`,
    },
  );
}

async function copy(
  cluster: Cluster,
  { registry, retry }: { readonly registry: TargetRegistry; readonly retry: boolean },
  work: Work,
): Promise<CopierEnd> {
  const wanted = copierSecret(registry);
  const { objects, beginning } = await settledBeginning(cluster, wanted, retry, work);
  if (beginning.type === 'create') await cluster.create(SECRETS, wanted, { signal: work.signal });
  if (beginning.type === 'repeat') {
    const ref = { resource: SECRETS, namespace: D8_SYSTEM, name: COPIER_SECRET };
    const { decision } = await guardedPatch(
      cluster,
      ref,
      () => ({ type: 'patch' as const, patch: beginning.patch }),
      work.signal,
    );
    if (decision.type === 'refuse')
      throw new ExpectedError(`the copy cannot be repeated: ${decision.reason}`);
  }
  const formerJob = hasFailed(objects.job) ? objects.job?.metadata.uid : undefined;
  const end = await followCopier(
    cluster,
    { formerJob, silenceMilliseconds: SILENCE_MILLISECONDS, secrets: formsOf(registry) },
    work,
  );
  // Nobody has reacted to it, whichever call made it: nothing is lost with it, and the login does not stay.
  if (end.type === 'silent') {
    const { secret } = await copierObjects(cluster, work.signal);
    if (secret !== undefined && hasSameDestination(secret, wanted)) {
      await guardedDelete(cluster, { resource: SECRETS, seen: secret, signal: work.signal });
    }
  }
  return end;
}

/** How a password may stand in a log. */
function formsOf({ username, password }: TargetRegistry): string[] {
  const auth = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return [password, JSON.stringify(password).slice(1, -1), encodeURIComponent(password), auth];
}

/** Waits until the Job of an earlier Secret is gone. Throws ExpectedError. */
async function settledBeginning(cluster: Cluster, wanted: KubernetesObject, retry: boolean, work: Work) {
  const deadline = Date.now() + SILENCE_MILLISECONDS;
  for (;;) {
    const objects = await copierObjects(cluster, work.signal);
    const beginning = beginCopy(objects, wanted, { retry, now: new Date() });
    if (beginning.type !== 'wait') return { objects, beginning };
    if (Date.now() > deadline) {
      throw new ExpectedError(`Job ${D8_SYSTEM}/${COPY_JOB} of an earlier copy is still there`, {
        nextStep: `Deckhouse removes it once Secret ${COPIER_SECRET} is gone; see its log if it does not.`,
      });
    }
    work.progress.update('waiting until the Job of an earlier copy is gone');
    await pause(LOOK_MILLISECONDS, undefined, { signal: work.signal });
  }
}

async function copierObjects(cluster: Cluster, signal: AbortSignal): Promise<CopierObjects> {
  const [secret, job] = await Promise.all([
    cluster.get(SECRETS, { namespace: D8_SYSTEM, name: COPIER_SECRET }, signal),
    cluster.get(JOBS, { namespace: D8_SYSTEM, name: COPY_JOB }, signal),
  ]);
  return { secret, job };
}

function reportOf(names: Pick<PlatformCopyReport, 'source' | 'target'>, end: CopierEnd): PlatformCopyReport {
  return {
    ...{ apiVersion: 'registry-switch/v1', kind: 'PlatformCopyReport', platform: 'deckhouse' },
    ...names,
    state: end.type === 'copied' ? 'copied' : 'failed',
    reason: reasonOf(end),
    logTail: end.type === 'failed' ? end.logTail : [],
  };
}

function reasonOf(end: CopierEnd): string {
  if (end.type === 'copied') return '';
  if (end.type === 'silent') {
    return `nothing reacted to Secret ${D8_SYSTEM}/${COPIER_SECRET} within 60s: this release of Deckhouse has no image copier, or is down`;
  }
  return `${end.reason}. Secret, Job and pod are kept while the Job is: repeat it with --retry`;
}
