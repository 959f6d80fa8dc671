import { IMAGES } from '../images/demo-images.ts';
import type { EstateObject } from './estate-object.ts';
import { namespace } from './logins.ts';
import { daemonSet, deployment } from './workloads.ts';

const OPS = 'ops';

export function opsPrerequisites(): EstateObject[] {
  return [namespace(OPS)];
}

/** All but the first come from a registry that stays. */
export function opsWorkloads(): EstateObject[] {
  return [
    daemonSet({ namespace: OPS, name: 'log-agent', containers: { agent: IMAGES.logAgent } }),
    daemonSet({ namespace: OPS, name: 'node-exporter', containers: { exporter: IMAGES.nodeExporter } }),
    deployment({ namespace: OPS, name: 'metrics', containers: { metrics: IMAGES.metrics } }),
    deployment({ namespace: OPS, name: 'storefront-operator', containers: { operator: IMAGES.operator } }),
  ];
}
