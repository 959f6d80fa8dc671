/** Waits until Deckhouse is ready with what was written. */
import { pullFailures } from '../../../domain/heal/stuck-pods.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { PODS } from '../../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { guardedDelete } from '../../../workflow/cluster/guarded-delete.ts';
import { newPodsOf } from '../../../workflow/rollout/pods-of-workload.ts';
import { waitForRollout } from '../../../workflow/rollout/wait-for-rollout.ts';
import { DEPLOYMENT, readDeckhouse } from './deckhouse-objects.ts';

/** `before`: the Deployment as it was. `undefined`: it is ready; else why not, in a sentence. Throws ClusterError. */
export async function waitForDeckhouse(
  cluster: Cluster,
  { before, timeoutSeconds }: { readonly before: KubernetesObject; readonly timeoutSeconds: number },
  work: Work,
): Promise<string | undefined> {
  const wait = { ref: DEPLOYMENT, before, timeoutSeconds };
  const end = await waitForRollout(cluster, wait, work);
  if (end.state === 'done') return undefined;
  // Its back-off may have grown while the login was still the old one.
  if (!(await replaceStuckPods(cluster, work.signal))) return end.message;
  work.progress.note('replaced a pod that could not pull its image');
  const again = await waitForRollout(cluster, wait, work);
  return again.state === 'done' ? undefined : again.message;
}

async function replaceStuckPods(cluster: Cluster, signal: AbortSignal): Promise<boolean> {
  const { deployment } = await readDeckhouse(cluster, signal);
  const stuck = (await newPodsOf(cluster, deployment, signal)).filter((pod) => pullFailures(pod).length > 0);
  for (const { object } of stuck) await guardedDelete(cluster, { resource: PODS, seen: object, signal });
  return stuck.length > 0;
}
