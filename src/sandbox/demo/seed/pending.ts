/** Why an object of the estate is not yet as it is to be. */
import { CONFIG_MAPS, PODS, SERVICE_ACCOUNTS } from '../../objects/api-resources.ts';
import type { Objects } from '../../objects/objects.ts';
import { describeObject, type EstateObject, type Place } from '../estate/estate-object.ts';

/** What the kinds with a status have in common, as far as it tells how they are. */
interface Ripening {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
    readonly succeeded?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** What is missing, in a few words; `undefined`: nothing. */
export function pending(objects: Objects, wanted: EstateObject): string | undefined {
  const { namespace = '', name = '' } = wanted.object.metadata;
  const object = objects.get(wanted.resource, { namespace, name }) as Ripening | undefined;
  const missing = object === undefined ? 'is not there' : CHECKS[wanted.resource.kind]?.(object);
  return missing === undefined ? undefined : `${describeObject(wanted)} ${missing}`;
}

/** Whether a namespace still lacks what every pod in it needs; `undefined`: no, or it is no namespace. */
export function unequipped(objects: Objects, { resource, object }: EstateObject): string | undefined {
  if (resource.kind !== 'Namespace') return undefined;
  const namespace = object.metadata.name ?? '';
  const account = objects.get(SERVICE_ACCOUNTS, { namespace, name: 'default' });
  const authority = objects.get(CONFIG_MAPS, { namespace, name: 'kube-root-ca.crt' });
  return account === undefined || authority === undefined ? `Namespace ${namespace} is not ready` : undefined;
}

/** Whether a pod of a workload stands in ImagePullBackOff. */
export function isStuck(objects: Objects, { namespace, name }: Place): boolean {
  const pods = objects.list(PODS, namespace);
  return pods.some(
    ({ metadata, status }) =>
      metadata.name.startsWith(`${name}-`) &&
      status?.containerStatuses?.some(({ state }) => state?.waiting?.reason === 'ImagePullBackOff') === true,
  );
}

type Check = (object: Ripening) => string | undefined;

const replicated: Check = ({ spec, status }) => {
  const wished = spec?.replicas ?? 1;
  const { updatedReplicas = 0, readyReplicas = 0 } = status ?? {};
  return ready(Math.min(updatedReplicas, readyReplicas), wished);
};

const CHECKS: Readonly<Record<string, Check>> = {
  Deployment: replicated,
  StatefulSet: replicated,
  DaemonSet: ({ status: { numberReady = 0, desiredNumberScheduled = 0 } = {} }) =>
    ready(numberReady, desiredNumberScheduled === 0 ? 1 : desiredNumberScheduled),
  Job: ({ status }) => ready(status?.succeeded ?? 0, 1),
  Pod: ({ status }) =>
    status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true
      ? undefined
      : 'is not ready',
};

function ready(actual: number, wished: number): string | undefined {
  if (actual >= wished) return undefined;
  return `has ${actual} of ${wished} pods ready`;
}
