/** What still refers to the source. */
import { controllerOfKind, type Inventory } from '../inventory/inventory.ts';
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

function podFinding(pod: PodUse, isSource: SourceMatcher, includeFinished: boolean): Finding | undefined {
  const object: ObjectRef = { resource: PODS, namespace: pod.namespace, name: pod.name, uid: pod.uid };
  const named = unique(pod.containers.map(({ image }) => image).filter(isSource));
  if (named.length > 0) {
    const apart = pod.finished && !includeFinished;
    return { kind: 'pod', object, references: named, ...weight(apart, 'finished: pulls no more') };
  }
  const reported = unique(
    pod.containers.flatMap(({ running }) => (running === undefined ? [] : [running.repository])).filter(isSource),
  );
  if (reported.length === 0) return undefined;
  const note = 'its container runtime knows the same content by its old name too';
  return { kind: 'pod', object, references: reported, counted: false, note };
}

function templateFinding(
  workload: Workload,
  isSource: SourceMatcher,
  includeFinished: boolean,
): Finding | undefined {
  const { ref, finished, scaledToZero, serviceAccount } = workload;
  if (ref.resource.kind === 'Pod') return undefined;
  const references = unique(workload.images.map(({ image }) => image).filter(isSource));
  if (references.length === 0) return undefined;
  const history = scaledToZero && controllerOfKind(workload, 'Deployment');
  const followsOwner = controllerOfKind(workload, 'Deployment') || controllerOfKind(workload, 'CronJob');
  if (followsOwner && !history && !finished) return undefined;
  const kind = serviceAccount === undefined ? 'custom-resource' : 'template';
  const note = history ? 'history of a Deployment' : 'finished: pulls no more';
  return { kind, object: ref, references, ...weight((history || finished) && !includeFinished, note) };
}

function weight(apart: boolean, note: string): Pick<Finding, 'counted' | 'note'> {
  return apart ? { counted: false, note } : { counted: true };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
