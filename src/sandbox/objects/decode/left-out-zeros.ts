/** Numbers and flags that Go leaves out of JSON when they are 0 or false (`omitempty` without a pointer), by type. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Container: ['stdin', 'stdinOnce', 'tty'],
  ContainerPort: ['hostPort'],
  DaemonSetSpec: ['minReadySeconds'],
  DaemonSetStatus: ['numberAvailable', 'numberUnavailable', 'observedGeneration', 'updatedNumberScheduled'],
  DeploymentSpec: ['minReadySeconds', 'paused'],
  DeploymentStatus: [
    'availableReplicas',
    'observedGeneration',
    'readyReplicas',
    'replicas',
    'unavailableReplicas',
    'updatedReplicas',
  ],
  JobStatus: ['active', 'failed', 'succeeded'],
  NodeSpec: ['unschedulable'],
  PodSpec: ['hostIPC', 'hostNetwork', 'hostPID'],
  ReplicaSetSpec: ['minReadySeconds'],
  ReplicaSetStatus: ['availableReplicas', 'fullyLabeledReplicas', 'observedGeneration', 'readyReplicas'],
  ReplicationControllerSpec: ['minReadySeconds'],
  ReplicationControllerStatus: [
    'availableReplicas',
    'fullyLabeledReplicas',
    'observedGeneration',
    'readyReplicas',
  ],
  StatefulSetSpec: ['minReadySeconds'],
  StatefulSetStatus: ['currentReplicas', 'observedGeneration', 'readyReplicas', 'updatedReplicas'],
  VolumeMount: ['readOnly'],
};

export function isLeftOutZero(owner: string, field: string, value: unknown): boolean {
  return (value === 0 || value === false) && FIELDS[owner]?.includes(field) === true;
}
