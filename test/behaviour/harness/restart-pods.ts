/** Deletes the pods of namespaces once and waits until those in their place are ready: what cannot be pulled any more shows. */
import { until } from '../../cluster/deadline.ts';
import { PODS } from './kinds.ts';
import { nameOf, type KubeApi } from './kube-api.ts';

const SECONDS = 90;

/**
 * Only those whose name begins so, if given. Pods of nobody do not come back, nor do those that a rollout is ending: they
 * are passed over.
 */
export async function restartPods(api: KubeApi, namespace: string, prefix = ''): Promise<void> {
  const pods = (await api.list(PODS, namespace)).filter(
    ({ metadata, status }) =>
      metadata?.name?.startsWith(prefix) === true &&
      metadata.ownerReferences !== undefined &&
      metadata.deletionTimestamp === undefined &&
      status?.phase !== 'Succeeded',
  );
  const gone = new Set(pods.map(({ metadata }) => metadata?.uid));
  await Promise.all(pods.map(async (pod) => api.delete(PODS, nameOf(pod))));
  await until(`${pods.length.toString()} pods of ${namespace} ready again`, SECONDS, async () => {
    const now = (await api.list(PODS, namespace)).filter(
      ({ metadata }) => metadata?.name?.startsWith(prefix) === true && !gone.has(metadata.uid),
    );
    const ready = now.filter(({ status }) =>
      status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
    );
    return ready.length >= pods.length ? true : undefined;
  });
}
