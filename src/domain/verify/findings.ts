/** What still refers to the source. */
import { countOf } from '../count-of.ts';
import { followsOwner, type Inventory, isHistory } from '../inventory/inventory.ts';
import type { PodUse } from '../inventory/pod-use.ts';
import type { Workload } from '../inventory/workload.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { PODS } from '../kubernetes/resource.ts';
import type { SourceMatcher } from '../mapping/source-matcher.ts';

export type FindingKind = 'pod' | 'template' | 'custom-resource' | 'pull-secret' | 'service-account';

export interface Finding {
  readonly kind: FindingKind;
  readonly object: ObjectRef;
  /** Images, or for Secrets and service accounts the registries and Secrets that they name. */
  readonly references: readonly string[];
  /** Whether it makes `verify` fail. */
  readonly counted: boolean;
  /** Why it is not counted. */
  readonly note?: string;
}

export interface Findings {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'Findings';
  readonly from: readonly string[];
  readonly findings: readonly Finding[];
  /** Kinds of objects that could not be looked at: nothing is known of them. */
  readonly unseen: readonly string[];
  readonly warnings: readonly string[];
}

/** Those that make `verify` exit with 3. */
export function countedFindings({ findings }: Findings): Finding[] {
  return findings.filter(({ counted }) => counted);
}

/** Pods, templates and custom resources of an inventory that refer to the source. Pure. */
export function findReferences(
  inventory: Inventory,
  isSource: SourceMatcher,
  includeFinished: boolean,
): Finding[] {
  const pods = inventory.pods.flatMap((pod) => podFinding(pod, isSource, includeFinished) ?? []);
  const templates = inventory.workloads.flatMap(
    (workload) => templateFinding(workload, isSource, includeFinished) ?? [],
  );
  return [...templates, ...pods];
}

/**
 * What the pod was told is what counts. The name under which the runtime reports a running image says nothing:
 * containerd gives any of the names that it knows for the same content, often the old one.
 */
function podFinding(pod: PodUse, isSource: SourceMatcher, includeFinished: boolean): Finding | undefined {
  const references = unique(pod.containers.map(({ image }) => image).filter(isSource));
  if (references.length === 0) return undefined;
  return {
    kind: 'pod',
    object: { resource: PODS, namespace: pod.namespace, name: pod.name, uid: pod.uid },
    references,
    ...weight(pod.finished && !includeFinished, FINISHED),
  };
}

const FINISHED = 'finished: pulls no more';

function templateFinding(
  workload: Workload,
  isSource: SourceMatcher,
  includeFinished: boolean,
): Finding | undefined {
  const { ref, serviceAccount } = workload;
  const rest = restOf(workload);
  if (ref.resource.kind === 'Pod' || rest === 'follows-owner') return undefined;
  const references = unique(workload.images.map(({ image }) => image).filter(isSource));
  if (references.length === 0) return undefined;
  return {
    kind: serviceAccount === undefined ? 'custom-resource' : 'template',
    object: ref,
    references,
    ...weight(rest !== undefined && !includeFinished, rest ?? ''),
  };
}

/** Why a template pulls nothing itself any more; `follows-owner`: its owner is listed in its place. */
function restOf(workload: Workload): string | undefined {
  if (workload.finished) return FINISHED;
  if (isHistory(workload)) return 'history of earlier rollouts';
  return followsOwner(workload) ? 'follows-owner' : undefined;
}

function weight(apart: boolean, note: string): Pick<Finding, 'counted' | 'note'> {
  return apart ? { counted: false, note } : { counted: true };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** `2 references to the source remain` */
export function remaining(counted: number): string {
  return `${countOf(counted, 'reference')} to the source ${counted === 1 ? 'remains' : 'remain'}`;
}

/** The end of a search, in a sentence: no all-clear about what nobody has looked at. */
export function conclusionOf({ findings, unseen }: Pick<Findings, 'findings' | 'unseen'>): string {
  const counted = findings.filter((finding) => finding.counted).length;
  if (counted > 0) return remaining(counted);
  if (unseen.length === 0) return 'Nothing refers to the source any more';
  return `No workload refers to the source any more; ${unseen.join(' and ')} were not looked at`;
}
