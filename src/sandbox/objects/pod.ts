/** Pods as the store holds them. */
import type { V1Pod, V1PodCondition, V1PodStatus } from '@kubernetes/client-node';
import type { Plain, Stored } from './stored.ts';

/** The API prints a time of probing that was never set as null, which client-node's model leaves out. */
type ModelCondition = Omit<V1PodCondition, 'lastProbeTime'> & { lastProbeTime?: Date | null };
type ModelStatus = Omit<V1PodStatus, 'conditions'> & { conditions?: ModelCondition[] };

export type PodModel = Omit<V1Pod, 'status'> & { status?: ModelStatus };
export type Pod = Stored<Plain<PodModel>>;
export type PodSpec = NonNullable<Pod['spec']>;
export type PodStatus = NonNullable<Pod['status']>;
export type PodCondition = Plain<ModelCondition>;
