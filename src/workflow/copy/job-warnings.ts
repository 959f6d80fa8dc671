/** Reports why a Job gets no pods (quota, admission webhook, missing service account), which only its events say. */
import { ClusterError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { EVENTS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

/** Reports every warning until the signal aborts; nothing without permission to read events. */
export async function reportJobWarnings(
  cluster: Cluster,
  job: KubernetesObject,
  tell: (reason: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name, uid = '' } = job.metadata;
  const fieldSelector = `involvedObject.uid=${uid},type=Warning`;
  try {
    for await (const { object } of cluster.watch(EVENTS, { namespace, fieldSelector }, signal)) {
      const message = valueAt(object, ['message']);
      if (typeof message === 'string') tell(`Job ${name}: ${message}`);
    }
  } catch (error) {
    if (!signal.aborted && !(error instanceof ClusterError)) throw error;
  }
}
