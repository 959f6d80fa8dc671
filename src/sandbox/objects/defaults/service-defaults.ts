/** Defaults of Services (`SetDefaults_Service`). */
import type { JsonRecord } from '../json/json-record.ts';
import { fillIn } from './fill-in.ts';

const STICKY = { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } };

export function serviceSpec(spec: JsonRecord): JsonRecord {
  const typed = fillIn(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  const { type } = typed;
  const isExternal = type === 'NodePort' || type === 'LoadBalancer';
  return fillIn(typed, {
    ...(typed.sessionAffinity === 'ClientIP' ? STICKY : {}),
    ...(isExternal ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
    ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
  });
}
