/** Which nodes the pods of a workload can be scheduled on, by the scheduler's rules. */
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { podSpecOf } from '../workload-kinds/workload-kind-of.ts';
import { withoutUndefined } from '../without-undefined.ts';

/** A node, reduced to what matters for scheduling. */
export interface NodeUse {
  readonly name: string;
  readonly platform: Platform;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

export interface Taint {
  readonly key?: string;
  readonly value?: string;
  readonly effect?: string;
}

interface Toleration extends Taint {
  readonly operator?: string;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Term {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchFields?: readonly Requirement[];
}

/** The placement fields of a pod spec. */
export interface Placement {
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly os?: { readonly name?: string };
  readonly affinity?: unknown;
  readonly tolerations?: readonly Toleration[];
}

/** `undefined`: unknown, its operator decides. */
export function placementOf(object: KubernetesObject): Placement | undefined {
  const spec = podSpecOf(object) as Placement | undefined;
  if (spec === undefined) return undefined;
  const { nodeName, nodeSelector, os, affinity, tolerations } = spec;
  return withoutUndefined({ nodeName, nodeSelector, os, affinity, tolerations });
}

/** The distinct platforms of the nodes that a workload's pods can be scheduled on. */
export function platformsFor(placement: Placement | undefined, nodes: readonly NodeUse[]): Platform[] {
  const fit = placement === undefined ? nodes : nodes.filter((node) => canRunOn(placement, node));
  return [...new Map(fit.map(({ platform }) => [formatPlatform(platform), platform])).values()];
}

function canRunOn(placement: Placement, node: NodeUse): boolean {
  const { nodeName = node.name, nodeSelector = {}, os, tolerations = [] } = placement;
  return (
    nodeName === node.name &&
    (os?.name ?? node.platform.os) === node.platform.os &&
    Object.entries(nodeSelector).every(([key, value]) => node.labels[key] === value) &&
    meetsAffinity(placement, node) &&
    node.taints.every((taint) => isHarmless(taint) || tolerations.some((one) => tolerates(one, taint)))
  );
}

/** Whether a taint is only a temporary node condition set by the control plane. */
function isHarmless({ key = '', effect }: Taint): boolean {
  return key.startsWith('node.kubernetes.io/') || (effect !== 'NoSchedule' && effect !== 'NoExecute');
}

function tolerates({ key = '', operator, value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}

const TERMS = ['nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];

/** One term has to match completely; an empty term matches no node. */
function meetsAffinity({ affinity }: Placement, { name, labels }: NodeUse): boolean {
  const terms = valueAt(affinity, TERMS) as readonly Term[] | undefined;
  if (terms === undefined) return true;
  return terms.some(({ matchExpressions = [], matchFields = [] }) => {
    if (matchExpressions.length + matchFields.length === 0) return false;
    return (
      matchExpressions.every((one) => meets(one, labels[one.key])) &&
      matchFields.every((one) => meets(one, one.key === 'metadata.name' ? name : undefined))
    );
  });
}

/** An unknown operator counts as matching: better one platform too many. */
function meets({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  const [bound] = values;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(bound);
    case 'Lt':
      return Number(value) < Number(bound);
    default:
      return true;
  }
}
