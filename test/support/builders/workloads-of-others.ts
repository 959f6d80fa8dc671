/** Valid objects of kinds of other groups that have a pod template. */
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { WORKLOAD_KINDS } from '../../../src/domain/workload-kinds/workload-kinds.ts';
import { anObject, objectShape } from './object.ts';
import { podSpec } from './pod-spec.ts';
import type { WorkloadShape } from './workloads.ts';

export const rollout = templated('Rollout', 'argoproj.io');
export const cloneSet = templated('CloneSet', 'apps.kruise.io');
export const deploymentConfig = templated('DeploymentConfig', 'apps.openshift.io');

function templated(kind: string, group: string): (shape?: WorkloadShape) => KubernetesObject {
  const found = WORKLOAD_KINDS.find(({ resource }) => resource.kind === kind && resource.group === group);
  if (found === undefined) throw new Error(`no kind ${kind}`);
  return (shape = {}) => {
    const labels = { app: shape.name ?? 'web' };
    const template = { metadata: { labels }, spec: podSpec(shape) };
    const spec = {
      replicas: shape.replicas ?? 1,
      selector: { matchLabels: labels },
      template,
      ...shape.spec,
    };
    return anObject(found.resource, objectShape(shape), { spec });
  };
}
