/** The pods of a DaemonSet: bound to their node by affinity, with the tolerations that all of them get. */
import type { V1Toleration } from '@kubernetes/client-node';
import { isSelected, isTolerated } from '../../objects/scheduling/node-fit.ts';
import type { Plain } from '../../objects/stored.ts';
import type { DaemonSet, Node, Pod, PodSpec, PodTemplate } from '../kinds.ts';

type Toleration = Plain<V1Toleration>;

const NODE_NAME = 'metadata.name';
const ALWAYS_TOLERATED = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
] as const;
const HOST_NETWORK_TOLERATED = [['network-unavailable', 'NoSchedule']] as const;

/** Whether a pod is to be created on a node, and whether one that is there may stay. */
export interface Suitability {
  readonly starts: boolean;
  readonly stays: boolean;
}

export function suitability({ spec }: DaemonSet, node: Node): Suitability {
  const podSpec = spec?.template.spec;
  const named = (podSpec?.nodeName ?? node.metadata.name) === node.metadata.name;
  if (!named || !isSelected(podSpec, node)) return { starts: false, stays: false };
  const tolerations = tolerationsOf(podSpec);
  const untolerated = (node.spec?.taints ?? []).filter((taint) => !isTolerated(tolerations, taint));
  const has = (effect: string) => untolerated.some((taint) => taint.effect === effect);
  return { starts: !has('NoExecute') && !has('NoSchedule'), stays: !has('NoExecute') };
}

/** The template for one node. */
export function templateFor(template: PodTemplate | undefined, node: string): PodTemplate {
  const spec: PodSpec = { containers: [], ...template?.spec };
  return {
    ...template,
    spec: { ...spec, affinity: withNode(spec.affinity, node), tolerations: tolerationsOf(spec) },
  };
}

/** The node that a pod is on or is meant for. */
export function nodeOf({ spec }: Pod): string | undefined {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const fields = terms?.nodeSelectorTerms.flatMap(({ matchFields = [] }) => matchFields);
  return spec?.nodeName ?? fields?.find(({ key }) => key === NODE_NAME)?.values?.[0];
}

function tolerationsOf(spec: PodSpec | undefined): readonly Toleration[] {
  const all = [...ALWAYS_TOLERATED, ...(spec?.hostNetwork === true ? HOST_NETWORK_TOLERATED : [])];
  const added = all.map(([name, effect]) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect,
  }));
  const own = (spec?.tolerations ?? []).filter(
    (one) => !added.some(({ key, effect }) => key === one.key && effect === one.effect),
  );
  return [...own, ...added];
}

/** What the affinity asks for besides was met when the node was chosen. */
function withNode(affinity: PodSpec['affinity'], node: string): NonNullable<PodSpec['affinity']> {
  const matchFields = [{ key: NODE_NAME, operator: 'In', values: [node] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  const preferred = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  return {
    ...affinity,
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: required,
      ...(preferred === undefined ? {} : { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
    },
  };
}
