import type { V1PodSpec, V1ResourceRequirements } from '@kubernetes/client-node';
import type { Plain } from '../stored.ts';

const COUNTED = ['cpu', 'memory'];

/** See https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export function qosClass(spec: Plain<V1PodSpec>): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const all = [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources ?? {});
  const isBestEffort = all.every(({ limits = {}, requests = {} }) =>
    COUNTED.every((name) => limits[name] === undefined && requests[name] === undefined),
  );
  if (isBestEffort) return 'BestEffort';
  return all.every((resources) => isGuaranteed(resources)) ? 'Guaranteed' : 'Burstable';
}

function isGuaranteed({ limits = {}, requests = {} }: Plain<V1ResourceRequirements>): boolean {
  return COUNTED.every((name) => limits[name] !== undefined && limits[name] === requests[name]);
}
