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
  const pods = new ObjectIndex(PODS);
  const deployments = new ObjectIndex(DEPLOYMENTS);
  const replicaSets = new ObjectIndex(REPLICA_SETS);
  const replicationControllers = new ObjectIndex(REPLICATION_CONTROLLERS);
  const statefulSets = new ObjectIndex(STATEFUL_SETS);
  const daemonSets = new ObjectIndex(DAEMON_SETS);
  const jobs = new ObjectIndex(JOBS);
  const quotas = new ObjectIndex(RESOURCE_QUOTAS);
  const revisions = new ObjectIndex(CONTROLLER_REVISIONS);
  const all = [
    pods,
    deployments,
    replicaSets,
    replicationControllers,
    statefulSets,
    daemonSets,
    jobs,
    quotas,
    revisions,
  ];
  const notice = (event: ObjectEvent): void => {
    all.find(({ resource }) => resource === event.resource)?.notice(event);
  };
  return {
    pods,
    deployments,
    replicaSets,
    replicationControllers,
    statefulSets,
    daemonSets,
    jobs,
    quotas,
    revisions,
    notice,
  };
}
