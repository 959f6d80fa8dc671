/** Short names for the stored kinds that the controllers work with. */
import type {
  V1Condition,
  V1Container,
  V1ControllerRevision,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1LabelSelector,
  V1Namespace,
  V1Node,
  V1PodTemplateSpec,
  V1ReplicaSet,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { Plain, Stored } from '../objects/stored.ts';

export type { Pod, PodSpec } from '../objects/pod.ts';
export type Node = Stored<Plain<V1Node>>;
export type Namespace = Stored<Plain<V1Namespace>>;
export type Deployment = Stored<Plain<V1Deployment>>;
export type ReplicaSet = Stored<Plain<V1ReplicaSet>>;
export type StatefulSet = Stored<Plain<V1StatefulSet>>;
export type DaemonSet = Stored<Plain<V1DaemonSet>>;
export type ControllerRevision = Stored<Plain<V1ControllerRevision>>;
export type Job = Stored<Plain<V1Job>>;
export type CronJob = Stored<Plain<V1CronJob>>;

export type PodTemplate = Plain<V1PodTemplateSpec>;
export type Container = Plain<V1Container>;
export type Selector = Plain<V1LabelSelector>;

/** What the conditions of all kinds have in common. */
export type Condition = Partial<Plain<V1Condition>> & {
  readonly type: string;
  readonly status: string;
  readonly lastUpdateTime?: string;
  readonly lastProbeTime?: string;
};
