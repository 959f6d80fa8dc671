/** Waits until the cluster has caught up with what was applied. */
import { until } from '../../cluster/deadline.ts';
import { placeOf, type Buildable } from '../builders/buildable.ts';
import type { KubeApi } from './kube-api.ts';
import { PODS } from './kinds.ts';

const SECONDS = 90;

/** What the kinds with a status have in common, as far as it tells how they are. */
interface Ripening {
  readonly kind?: string;
  readonly metadata?: { readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
    readonly succeeded?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Waits until all are up to date and ready, Jobs until they are complete; what has no such state is ready at once. */
export async function untilReady(api: KubeApi, objects: readonly Buildable[]): Promise<void> {
  for (const buildable of objects) {
    const { namespace = '', name } = placeOf(buildable);
    await until(`${buildable.kind.kind} ${namespace}/${name} ready`, SECONDS, async () => {
      const object = (await api.get(buildable.kind, placeOf(buildable))) as Ripening | undefined;
      return object !== undefined && (CHECKS[buildable.kind.kind]?.(object) ?? true) ? true : undefined;
    });
  }
}

/** Waits until a pod stands in ImagePullBackOff, not only before its first try. */
export async function untilStuck(api: KubeApi, namespace: string, podPrefix: string): Promise<string> {
  return until(`pod ${namespace}/${podPrefix} in ImagePullBackOff`, SECONDS, async () => {
    const pods = await api.list(PODS, namespace);
    const stuck = pods.find(
      ({ metadata, status }) =>
        metadata?.name?.startsWith(podPrefix) === true &&
        status?.containerStatuses?.some(({ state }) => state?.waiting?.reason === 'ImagePullBackOff') ===
          true,
    );
    return stuck?.metadata?.name;
  });
}

type Check = (object: Ripening) => boolean;

function followed({ status, metadata }: Ripening): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
}

/** As many as wished, and no pod besides. */
function counts({ spec, status }: Ripening, actual = 0): boolean {
  const wished = spec?.replicas ?? 1;
  return actual === wished && (status?.replicas ?? 0) === wished;
}

const replicated: Check = (object) => followed(object) && counts(object, object.status?.readyReplicas);

const rolledOut: Check = (object) => replicated(object) && counts(object, object.status?.updatedReplicas);

const onEveryNode: Check = (object) => {
  const { desiredNumberScheduled = 0, updatedNumberScheduled, numberReady } = object.status ?? {};
  const wished = [updatedNumberScheduled, numberReady].every((number) => number === desiredNumberScheduled);
  return followed(object) && desiredNumberScheduled > 0 && wished;
};

const CHECKS: Readonly<Record<string, Check>> = {
  Deployment: rolledOut,
  StatefulSet: rolledOut,
  ReplicaSet: replicated,
  ReplicationController: replicated,
  DaemonSet: onEveryNode,
  Job: ({ status }) => (status?.succeeded ?? 0) > 0,
  Pod: ({ status }) =>
    status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true,
};
