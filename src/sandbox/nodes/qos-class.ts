import type { PodSpec } from '../objects/pod.ts';
/** Quality of service of a pod (pkg/apis/core/helper/qos). */

const COUNTED = ['cpu', 'memory'] as const;

export function qosClass(spec: PodSpec | undefined): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ resources }) => ({
    requests: resources?.requests ?? {},
    limits: resources?.limits ?? {},
  }));
  const asks = all.some(({ requests, limits }) =>
    COUNTED.some((name) => requests[name] !== undefined || limits[name] !== undefined),
  );
  if (!asks) return 'BestEffort';
  const guaranteed = all.every(({ requests, limits }) =>
    COUNTED.every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
