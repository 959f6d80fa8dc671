/** Copies what the target lacks by a Job in the cluster, then proves every image of the plan. */
import type { Plan } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobOptions } from '../../domain/ports/copy-engine.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { followCopyJob, type Leftover, removeCopyObjects, startCopyJob } from './copy-job.ts';
import { type CopyLogins, copyRequest } from './copy-request.ts';
import { type CopyTally, tallyEvents } from './copy-tally.ts';
import { removeEndedCopy } from './remove-ended-copy.ts';
import { proveImages } from './prove-images.ts';

export interface CopyPorts extends CopyLogins {
  readonly cluster: Cluster;
  readonly engine: CopyEngine;
}

export interface CopyInput {
  readonly plan: Plan;
  readonly options: CopyJobOptions;
  readonly leftover: Leftover;
}

export interface FailedCopy {
  readonly source: string;
  readonly target: string;
  readonly reason: string;
}

export interface CopyReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'CopyReport';
  /** Targets that were copied now and proven. */
  readonly copied: readonly string[];
  /** Targets that were there already and proven. */
  readonly present: readonly string[];
  readonly failed: readonly FailedCopy[];
  /** `namespace/name` of the Job that was kept to be looked at. */
  readonly keptJob?: string;
  readonly logTail: readonly string[];
}

/** Throws for what concerns the copy as a whole; what concerns single images is in the report. */
export async function copyImages(ports: CopyPorts, input: CopyInput, work: Work): Promise<CopyReport> {
  const { plan } = input;
  const request = await copyRequest(plan, input.options, ports, work.signal);
  const run = request.copies.length === 0 ? undefined : await runJob(ports, { request, ...input }, work);
  const unproven = await proveImages(ports.registries, plan.copies, plan.platforms, work);
  const failed = plan.copies.flatMap(({ source, target }): FailedCopy[] => {
    const doubt = unproven.get(target);
    return doubt === undefined ? [] : [{ source, target, reason: run?.tally.reasons.get(target) ?? doubt }];
  });
  const { namespace, name } = input.options;
  const kept = run !== undefined && failed.length > 0;
  if (run !== undefined && !kept) await removeCopyObjects(ports.cluster, run.manifests, work.signal);
  if (request.copies.length === 0) await removeEndedCopy(ports.cluster, input.options, work.signal);
  const proven = plan.copies.filter(({ target }) => !unproven.has(target));
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
  readonly manifests: ReturnType<CopyEngine['manifests']>;
  readonly tally: CopyTally;
  readonly logTail: readonly string[];
  readonly reason?: string;
}

async function runJob(
  { cluster, engine }: CopyPorts,
  { request, leftover }: CopyInput & { readonly request: Awaited<ReturnType<typeof copyRequest>> },
  { signal, progress }: Work,
): Promise<JobRun> {
  const manifests = engine.manifests(request);
  const job = await startCopyJob(cluster, manifests, leftover, signal);
  const tally = tallyEvents(request.copies.length, progress);
  const followed = { engine, request, job };
  const end = await followCopyJob(cluster, followed, { signal, onEvent: tally.onEvent });
  return {
    manifests,
    tally,
    logTail: end.logTail,
    ...(end.reason === undefined ? {} : { reason: end.reason }),
  };
}

/** Where no engine said why, the Job's own end is the reason. */
function explained(failed: FailedCopy, { tally, reason = '' }: JobRun): FailedCopy {
  return tally.reasons.has(failed.target) ? failed : { ...failed, reason: `${failed.reason} (${reason})` };
}
