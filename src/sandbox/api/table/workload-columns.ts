import type {
  V1ControllerRevision,
  V1DaemonSet,
  V1Deployment,
  V1ReplicaSet,
  V1ReplicationController,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { column, count, wide, type Column } from './column.ts';
import { AGE, containerColumns, labelsText, NAME, selectorText } from './common-columns.ts';

const DEPLOYMENT_COLUMNS: readonly Column<Plain<V1Deployment>>[] = [
  NAME,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`, {
    description: 'Number of the pod with ready state',
  }),
  // Numbers under the type of texts, as the API server has them.
  column('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
  column('Available', ({ status }) => status?.availableReplicas ?? 0),
  AGE,
  ...containerColumns<Plain<V1Deployment>>(({ spec }) => spec?.template.spec?.containers),
  wide(column('Selector', ({ spec }) => selectorText(spec?.selector))),
];

const REPLICA_SET_COLUMNS: readonly Column<Plain<V1ReplicaSet>>[] = [
  NAME,
  count('Desired', ({ spec }) => spec?.replicas ?? 0),
  count('Current', ({ status }) => status?.replicas ?? 0),
  count('Ready', ({ status }) => status?.readyReplicas ?? 0),
  AGE,
  ...containerColumns<Plain<V1ReplicaSet>>(({ spec }) => spec?.template?.spec?.containers),
  wide(column('Selector', ({ spec }) => selectorText(spec?.selector))),
];

const REPLICATION_CONTROLLER_COLUMNS: readonly Column<Plain<V1ReplicationController>>[] = [
  NAME,
  count('Desired', ({ spec }) => spec?.replicas ?? 0),
  count('Current', ({ status }) => status?.replicas ?? 0),
  count('Ready', ({ status }) => status?.readyReplicas ?? 0),
  AGE,
  ...containerColumns<Plain<V1ReplicationController>>(({ spec }) => spec?.template?.spec?.containers),
  wide(column('Selector', ({ spec }) => labelsText(spec?.selector))),
];

const STATEFUL_SET_COLUMNS: readonly Column<Plain<V1StatefulSet>>[] = [
  NAME,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`, {
    description: 'Number of the pod with ready state',
  }),
  AGE,
  ...containerColumns<Plain<V1StatefulSet>>(({ spec }) => spec?.template.spec?.containers),
];

const DAEMON_SET_COLUMNS: readonly Column<Plain<V1DaemonSet>>[] = [
  NAME,
  count('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0),
  count('Current', ({ status }) => status?.currentNumberScheduled ?? 0),
  count('Ready', ({ status }) => status?.numberReady ?? 0),
  count('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0),
  count('Available', ({ status }) => status?.numberAvailable ?? 0),
  column('Node Selector', ({ spec }) => labelsText(spec?.template.spec?.nodeSelector)),
  AGE,
  ...containerColumns<Plain<V1DaemonSet>>(({ spec }) => spec?.template.spec?.containers),
  wide(column('Selector', ({ spec }) => selectorText(spec?.selector))),
];

const CONTROLLER_REVISION_COLUMNS: readonly Column<Plain<V1ControllerRevision>>[] = [
  NAME,
  column('Controller', ({ metadata }) => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner === undefined) return '<none>';
    const [group = '', version] = owner.apiVersion.split('/');
    const kind = version === undefined ? owner.kind : `${owner.kind}.${group}`;
    return `${kind.toLowerCase()}/${owner.name}`;
  }),
  column('Revision', ({ revision }) => revision),
  AGE,
];

/** By `plural.group`. */
export const WORKLOAD_COLUMNS: Readonly<Record<string, readonly Column<never>[]>> = {
  'deployments.apps': DEPLOYMENT_COLUMNS,
  'replicasets.apps': REPLICA_SET_COLUMNS,
  replicationcontrollers: REPLICATION_CONTROLLER_COLUMNS,
  'statefulsets.apps': STATEFUL_SET_COLUMNS,
  'daemonsets.apps': DAEMON_SET_COLUMNS,
  'controllerrevisions.apps': CONTROLLER_REVISION_COLUMNS,
};
