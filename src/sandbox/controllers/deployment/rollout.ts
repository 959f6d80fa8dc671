/** A Deployment and its ReplicaSets, told apart into the one of its template and the others. */
import type { Surroundings } from '../controller.ts';
import type { Deployment, PodTemplate, ReplicaSet } from '../kinds.ts';
import { canonical } from '../template-hash.ts';
import { deploymentWish, type DesiredDeployment } from './desired-deployment.ts';

export const HASH_LABEL = 'pod-template-hash';

export interface Rollout {
  readonly deployment: Deployment;
  readonly wish: DesiredDeployment;
  /** Has the template of the Deployment; absent until it is created. */
  readonly current: ReplicaSet | undefined;
  /** All others, oldest first. */
  readonly old: readonly ReplicaSet[];
}

export function readRollout({ indexes }: Surroundings, deployment: Deployment): Rollout {
  const all = indexes.replicaSets.controlledBy(deployment.metadata.uid);
  const wish = deploymentWish(deployment);
  const template = withoutHash(wish.template);
  const current = all.find(({ spec }) => withoutHash(spec?.template) === template);
  return { deployment, wish, current, old: all.filter((replicaSet) => replicaSet !== current) };
}

export function allOf({ current, old }: Rollout): readonly ReplicaSet[] {
  return current === undefined ? old : [...old, current];
}

/** How many pods it is told to keep. */
export function sizeOf(replicaSet: ReplicaSet): number {
  return replicaSet.spec?.replicas ?? 1;
}

export function availableOf(replicaSet: ReplicaSet): number {
  return replicaSet.status?.availableReplicas ?? 0;
}

export function total(
  replicaSets: readonly ReplicaSet[],
  count: (replicaSet: ReplicaSet) => number | undefined,
): number {
  return replicaSets.reduce((sum, replicaSet) => sum + (count(replicaSet) ?? 0), 0);
}

/** Templates are compared without the label that the controller adds. */
function withoutHash(template: PodTemplate | undefined): string {
  const labels = Object.entries(template?.metadata?.labels ?? {}).filter(([key]) => key !== HASH_LABEL);
  return canonical({ ...template, metadata: { ...template?.metadata, labels: Object.fromEntries(labels) } });
}
