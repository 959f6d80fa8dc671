/** The status of an object that was just created, whatever it came with. */
import type { V1PodSpec } from '@kubernetes/client-node';
import { listOf, recordOf, type JsonRecord } from '../json/json-record.ts';
import type { Plain } from '../stored.ts';
import { qosClass } from './qos-class.ts';

const NO_DAEMONS = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

type Status = (object: JsonRecord, now: string) => JsonRecord;

const BY_KIND: Readonly<Record<string, Status>> = {
  CustomResourceDefinition: establishedStatus,
  DaemonSet: () => NO_DAEMONS,
  HorizontalPodAutoscaler: () => ({ currentMetrics: null, desiredReplicas: 0 }),
  Namespace: () => ({ phase: 'Active' }),
  Pod: podStatus,
  PodDisruptionBudget: () => ({
    disruptionsAllowed: 0,
    currentHealthy: 0,
    desiredHealthy: 0,
    expectedPods: 0,
  }),
  ReplicaSet: () => ({ replicas: 0 }),
  ReplicationController: () => ({ replicas: 0 }),
  Service: () => ({ loadBalancer: {} }),
  StatefulSet: () => ({ replicas: 0, availableReplicas: 0 }),
};

export function initialStatus(kind: string, object: JsonRecord, now: string): JsonRecord {
  return BY_KIND[kind]?.(object, now) ?? {};
}

function podStatus({ spec }: JsonRecord, now: string): JsonRecord {
  const isGated = listOf(recordOf(spec).schedulingGates).length > 0;
  return {
    phase: 'Pending',
    ...(isGated ? { conditions: [gatedCondition(now)] } : {}),
    qosClass: qosClass(spec as Plain<V1PodSpec>),
  };
}

/** No scheduler looks at the pod (registry/core/pod, applySchedulingGatedCondition). */
function gatedCondition(now: string): JsonRecord {
  return {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
}

/** Definitions are accepted and served at once here. */
function establishedStatus({ spec }: JsonRecord, now: string): JsonRecord {
  const { names, versions } = recordOf(spec);
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
    acceptedNames: names,
    storedVersions: listOf(versions)
      .map((version) => recordOf(version))
      .filter(({ storage }) => storage === true)
      .map(({ name }) => name),
  };
}
