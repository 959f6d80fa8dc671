/** The indexes that the controllers share, kept up to date by events. */
import {
  CONTROLLER_REVISIONS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  PODS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  RESOURCE_QUOTAS,
  STATEFUL_SETS,
} from '../objects/api-resources.ts';
import type { ObjectEvent } from '../objects/objects.ts';
import { ObjectIndex } from './object-index.ts';

export type Indexes = ReturnType<typeof makeIndexes>;

export function makeIndexes() {
  const indexes = {
    pods: new ObjectIndex(PODS),
    deployments: new ObjectIndex(DEPLOYMENTS),
    replicaSets: new ObjectIndex(REPLICA_SETS),
    replicationControllers: new ObjectIndex(REPLICATION_CONTROLLERS),
    statefulSets: new ObjectIndex(STATEFUL_SETS),
    daemonSets: new ObjectIndex(DAEMON_SETS),
    jobs: new ObjectIndex(JOBS),
    quotas: new ObjectIndex(RESOURCE_QUOTAS),
    revisions: new ObjectIndex(CONTROLLER_REVISIONS),
  };
  const all = Object.values(indexes);
  const notice = (event: ObjectEvent): void => {
    all.find(({ resource }) => resource === event.resource)?.notice(event);
  };
  return { ...indexes, notice };
}
