import type { V1Toleration } from '@kubernetes/client-node';
import type { Pod } from '../pod.ts';
import type { Plain } from '../stored.ts';

const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** Priorities of the classes that every cluster has. */
const PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** What the plugins DefaultTolerationSeconds and Priority add to a pod that is created. */
export function withScheduling(pod: Pod): Pod {
  const spec = pod.spec ?? { containers: [] };
  const tolerations = withTolerations(spec.tolerations ?? []);
  const priority = PRIORITIES[spec.priorityClassName ?? ''] ?? 0;
  const preemptionPolicy = spec.preemptionPolicy ?? 'PreemptLowerPriority';
  return { ...pod, spec: { ...spec, tolerations, priority, preemptionPolicy } };
}

type Tolerations = readonly Plain<V1Toleration>[];

function withTolerations(tolerations: Tolerations): Tolerations {
  const missing = TAINTS.filter((taint) => !tolerations.some((one) => tolerates(one, taint)));
  const added = missing.map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  }));
  return [...tolerations, ...added];
}

function tolerates({ key = '', effect = '' }: Plain<V1Toleration>, taint: string): boolean {
  return (key === taint || key === '') && (effect === 'NoExecute' || effect === '');
}
