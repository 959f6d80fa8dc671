/** What still refers to the source. */
import { countOf } from '../count-of.ts';
import { followsOwner, type Inventory, isHistory, workloadsByUid } from '../inventory/inventory.ts';
import type { Scope } from '../inventory/scope.ts';
import type { PodUse } from '../inventory/pod-use.ts';
import type { Workload } from '../inventory/workload.ts';
import { describeRef, type ObjectRef } from '../kubernetes/object-ref.ts';
import { PODS } from '../kubernetes/resource.ts';
import { podReplacementOf } from '../workload-kinds/workload-kind-of.ts';
import type { SourceMatcher } from '../mapping/source-matcher.ts';
import type { ConfigMapMention, Mention } from '../mention/mention.ts';

export type FindingKind =
  'pod' | 'template' | 'custom-resource' | 'mention' | 'pull-secret' | 'service-account';

export interface Finding {
  readonly kind: FindingKind;
  readonly object: ObjectRef;
  /** Images; for Secrets and service accounts the registries and Secrets that they name. */
  readonly references: readonly string[];
  /** Of a mention: where in the object, e.g. `container manager args[2]`. */
  readonly place?: string;
  /** Whether it makes `verify` fail. */
  readonly counted: boolean;
  /** Why it is not counted, or who has to change it. */
  readonly note?: string;
}

export interface Findings {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'Findings';
  readonly from: readonly string[];
  /** The searched scope; absent: everywhere. */
  readonly scope?: Scope;
  readonly findings: readonly Finding[];
  /** What was not searched and may refer to the source, as noun phrases. */
  readonly unseen: readonly string[];
  readonly warnings: readonly string[];
}

/** Those that make `verify` exit with 3. */
export function countedFindings({ findings }: Pick<Findings, 'findings'>): Finding[] {
  return findings.filter(({ counted }) => counted);
}

/** The mentions among them, which changing images does not change. */
export function mentionsIn(findings: Pick<Findings, 'findings'>): Finding[] {
  return countedFindings(findings).filter(({ kind }) => kind === 'mention');
}

/** `Deployment shop/operator container manager args[2] (old.example/solver:1)` */
export function describeMention({ object, place = '', references }: Finding): string {
  return `${describeRef(object)} ${place} (${references.join(', ')})`;
}

/** Pods, templates and custom resources of an inventory that refer to the source, and what mentions it. Pure. */
export function findReferences(
  inventory: Inventory,
  isSource: SourceMatcher,
  includeFinished: boolean,
): Finding[] {
  const pods = inventory.pods.flatMap((pod) => podFinding(pod, isSource, includeFinished) ?? []);
  const byUid = workloadsByUid(inventory.workloads);
  const templates = inventory.workloads.flatMap(
    (workload) => templateFinding(workload, restOf(workload, byUid), { isSource, includeFinished }) ?? [],
  );
  const mentions = inventory.workloads.flatMap((workload) =>
    mentionFindings(workload, restOf(workload, byUid), includeFinished),
  );
  return [
    ...templates,
    ...pods,
    ...mentions,
    ...inConfigMaps(inventory.inConfigMaps, { counted: true }),
    ...inConfigMaps(inventory.unreferencedConfigMaps, { counted: false, note: UNREFERENCED }),
  ];
}

const UNREFERENCED = 'no workload references it; unknown whether a controller reads it';

function inConfigMaps(
  mentions: readonly ConfigMapMention[] = [],
  weighed: Pick<Finding, 'counted' | 'note'>,
): Finding[] {
  const found = Map.groupBy(mentions, ({ object }) => describeRef(object));
  return [...found.values()].flatMap((some) =>
    some.slice(0, 1).flatMap(({ object }) => byPlace(object, some, weighed)),
  );
}

/** Without running pods, whose template is listed. */
function mentionFindings(
  { ref, mentions }: Workload,
  rest: Rest | undefined,
  includeFinished: boolean,
): Finding[] {
  if (rest === 'follows-owner' || mentions === undefined) return [];
  return byPlace(ref, mentions, weight(rest !== undefined && !includeFinished, rest ?? ''));
}

function byPlace(
  object: ObjectRef,
  mentions: readonly Mention[],
  weighed: Pick<Finding, 'counted' | 'note'>,
): Finding[] {
  const places = Map.groupBy(mentions, ({ field }) => field.name);
  return [...places].map(([place, some]) => ({
    kind: 'mention',
    object,
    place,
    references: unique(some.map(({ text }) => text)),
    ...weighed,
  }));
}

/**
 * The image in the spec counts, not the one in the status: containerd reports any name of the same content, often the
 * old one.
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
  { ref, serviceAccount, images }: Workload,
  rest: Rest | undefined,
  { isSource, includeFinished }: { readonly isSource: SourceMatcher; readonly includeFinished: boolean },
): Finding | undefined {
  if (podReplacementOf(ref.resource) === 'in-place' || rest === 'follows-owner') return undefined;
  const references = unique(images.map(({ image }) => image).filter(isSource));
  if (references.length === 0) return undefined;
  return {
    kind: serviceAccount === undefined ? 'custom-resource' : 'template',
    object: ref,
    references,
    ...weight(rest !== undefined && !includeFinished, rest ?? ''),
  };
}

const HISTORY = 'history of earlier rollouts';

type Rest = typeof FINISHED | typeof HISTORY | 'follows-owner';

/** Why a template pulls nothing itself any more; `follows-owner`: its owner is listed instead. */
function restOf(workload: Workload, byUid: ReadonlyMap<string, Workload>): Rest | undefined {
  if (workload.finished) return FINISHED;
  if (isHistory(workload, byUid)) return HISTORY;
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

/** The conclusion of a search in a sentence; no all-clear for what was not searched. */
export function conclusionOf({
  findings,
  unseen,
  scope,
}: Pick<Findings, 'findings' | 'unseen' | 'scope'>): string {
  const counted = findings.filter((finding) => finding.counted).length;
  if (counted > 0) return remaining(counted);
  const looked = scope === undefined ? '' : placesOf(scope);
  if (unseen.length === 0) return `Nothing${looked} refers to the source any more`;
  return `No workload${looked} refers to the source any more; not searched: ${unseen.join(', ')}`;
}

/** ` in namespace shop with labels team=a`; empty: everywhere. */
function placesOf({ namespaces, excludeNamespaces, labelSelector }: Scope): string {
  const named = (names: readonly string[]) =>
    `${names.length === 1 ? 'namespace' : 'namespaces'} ${names.join(', ')}`;
  return [
    ...(namespaces.length === 0 ? [] : [` in ${named(namespaces)}`]),
    ...(excludeNamespaces.length === 0 ? [] : [` outside ${named(excludeNamespaces)}`]),
    ...(labelSelector === undefined ? [] : [` with labels ${labelSelector}`]),
  ].join('');
}
