/** The annotations by which `kubectl rollout history` and `undo` find their way (k8s `deployment_util.go`). */
import { DEPLOYMENTS, REPLICA_SETS } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import type { Deployment, ReplicaSet } from '../kinds.ts';
import type { DesiredDeployment } from './desired-deployment.ts';
import type { Rollout } from './rollout.ts';

type Annotations = Readonly<Record<string, string>>;

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** Those that a Deployment keeps for itself. */
const OWN = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
]);

/** Characters of the list of past revisions, at most. */
const LONGEST_HISTORY = 2000;

export function revisionOf({ metadata }: Pick<ReplicaSet, 'metadata'>): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

/** One more than the highest of the old ones. */
export function nextRevision(old: readonly ReplicaSet[]): number {
  return Math.max(0, ...old.map(revisionOf)) + 1;
}

export function sizeAnnotations({ replicas, maxSurge }: DesiredDeployment): Annotations {
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge) };
}

/** The annotations that a Deployment hands down. */
export function handedDown({ metadata }: Deployment): Annotations {
  return Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => !OWN.has(key)));
}

/** Brings the annotations of the current ReplicaSet and of the Deployment up to date. */
export function keepRevision({ objects }: Surroundings, { deployment, current, old, wish }: Rollout): void {
  if (current === undefined) return;
  const kept = objects.update(REPLICA_SETS, current.metadata, (replicaSet) => ({
    ...replicaSet,
    metadata: {
      ...replicaSet.metadata,
      annotations: {
        ...replicaSet.metadata.annotations,
        ...handedDown(deployment),
        ...revised(replicaSet, nextRevision(old)),
      },
    },
    spec: withMinReadySeconds(replicaSet, wish.minReadySeconds),
  }));
  const revision = kept.metadata.annotations?.[REVISION];
  if (revision !== undefined) putRevision({ objects }, deployment, revision);
}

/** The API leaves out 0. */
function withMinReadySeconds({ spec }: ReplicaSet, seconds: number): ReplicaSet['spec'] {
  if (spec === undefined || (spec.minReadySeconds ?? 0) === seconds) return spec;
  return { ...spec, minReadySeconds: seconds };
}

export function putRevision(
  { objects }: Pick<Surroundings, 'objects'>,
  deployment: Deployment,
  revision: string,
): void {
  objects.update(DEPLOYMENTS, deployment.metadata, (current) => ({
    ...current,
    metadata: {
      ...current.metadata,
      annotations: { ...current.metadata.annotations, [REVISION]: revision },
    },
  }));
}

/** A ReplicaSet that is used again gets a new revision, and remembers the earlier ones. */
function revised({ metadata }: ReplicaSet, revision: number): Annotations {
  const before = metadata.annotations?.[REVISION];
  if (before === undefined) return { [REVISION]: String(revision) };
  if (Number(before) >= revision) return {};
  const past = [...(metadata.annotations?.[REVISION_HISTORY]?.split(',') ?? []), before];
  while (past.join(',').length > LONGEST_HISTORY) past.shift();
  return { [REVISION]: String(revision), [REVISION_HISTORY]: past.join(',') };
}
