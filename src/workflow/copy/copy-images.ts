/** Copies missing images with a Job in the cluster, then proves every image of the plan. */
import type { FailedCopy } from '../../domain/copy/copy.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { writtenCopy } from '../../domain/plan/written-plan.ts';
import type { CopyJobOptions, CopyJobRequest } from '../../domain/ports/copy-engine.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { copyRequest } from './copy-request.ts';
import { type CopyTally, tallyEvents } from './copy-tally.ts';
import type { EarlierCopyPolicy } from './earlier-copy.ts';
import { followCopyJob } from './follow-copy-job.ts';
import { missingReferrers } from './missing-referrers.ts';
import { proveImages } from './prove-images.ts';
import { copyNameOf, removeCopy, removeCopySecrets, removeEndedCopy } from './remove-copy.ts';
import { type CopyPorts, startCopyJob } from './start-copy-job.ts';

export interface CopyInput {
  readonly plan: Plan;
  readonly options: CopyJobOptions;
  readonly earlierCopy: EarlierCopyPolicy;
  /** How long the copy may be without a running pod; 0: no limit. */
  readonly timeoutSeconds: number;
}

export interface CopyReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'CopyReport';
  /** Targets that were copied now and proven. */
  readonly copied: readonly string[];
  /** Targets that were already there and proven. */
  readonly present: readonly string[];
  readonly failed: readonly FailedCopy[];
  /** `namespace/name` of the Job that was kept for inspection. */
  readonly keptJob?: string;
  readonly logTail: readonly string[];
}

/** Throws when the copy as a whole fails; failures of single images are in the report. */
export async function copyImages(ports: CopyPorts, input: CopyInput, work: Work): Promise<CopyReport> {
  const { plan } = input;
  const request = await copyRequest(plan, input.options, ports, work.signal);
  const run = request.copies.length === 0 ? undefined : await runJob(ports, { request, ...input }, work);
  const unproven = await proveImages(ports.copyRegistries, plan.copies, plan.platforms, work);
  const copies = plan.copies.map(writtenCopy);
  const uncopied = copies.flatMap(({ source, target, hidden }): FailedCopy[] => {
    const doubt = unproven.get(target);
    if (doubt === undefined) return [];
    const engineReason = run?.tally.reasons.get(target);
    const both =
      engineReason !== undefined && hidden === true ? `${engineReason}; ${doubt}` : (engineReason ?? doubt);
    return [{ source, target, reason: both }];
  });
  const failed = [...uncopied, ...(await missingReferrers(ports.copyRegistries, plan.copies, work.signal))];
  const { namespace, name } = input.options;
  const kept = run !== undefined && failed.length > 0;
  if (run !== undefined && !kept) await removeCopy(ports.cluster, run.job, work.signal);
  if (request.copies.length === 0) await removeEndedCopy(ports.cluster, input.options, work.signal);
  const proven = copies.filter(({ target }) => !unproven.has(target));
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'CopyReport',
    copied: proven.filter(({ present }) => !present).map(({ target }) => target),
    present: proven.filter(({ present }) => present).map(({ target }) => target),
    failed: run?.reason === undefined ? failed : failed.map((one) => explained(one, run)),
    ...(kept ? { keptJob: `${namespace}/${name}` } : {}),
    logTail: kept ? run.logTail : [],
  };
}

interface JobRun {
  readonly job: KubernetesObject;
  readonly tally: CopyTally;
  readonly logTail: readonly string[];
  readonly reason?: string;
}

async function runJob(
  ports: CopyPorts,
  input: CopyInput & { readonly request: CopyJobRequest },
  { signal, progress }: Work,
): Promise<JobRun> {
  const started = await startCopyJob(ports, input, signal);
  if (started.isTakenUp) progress.note('continuing with the Job of an earlier run');
  const tally = tallyEvents(started.request.copies.length, progress);
  const followed = { ...ports, ...started, timeoutSeconds: input.timeoutSeconds };
  try {
    const follow = { signal, onEvent: tally.onEvent };
    const { logTail, reason } = await followCopyJob(ports.cluster, followed, follow);
    return { job: started.job, tally, logTail, ...(reason === undefined ? {} : { reason }) };
  } finally {
    // Remove the Secrets however the Job ended, even if it is kept for inspection. An interrupted run leaves its copy
    // running.
    if (!signal.aborted) await removeCopySecrets(ports.cluster, copyNameOf(started.job), signal);
  }
}

/** Without a reason from the engine, the reason is how the Job ended. */
function explained(failed: FailedCopy, { tally, reason = '' }: JobRun): FailedCopy {
  return tally.reasons.has(failed.target) ? failed : { ...failed, reason: `${failed.reason} (${reason})` };
}
