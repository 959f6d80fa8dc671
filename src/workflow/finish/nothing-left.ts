/** Whether a finish would change anything at all. */
import { isEverything } from '../../domain/inventory/scope.ts';
import { COPY_NAME, IMAGE_PATHS_NAME } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS, JOBS, type Resource, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isOpen } from '../../domain/run/runs-after-rollback.ts';
import { ifForbidden } from '../cluster/forbidden.ts';
import { isFinishedSecret } from '../pull-secrets/finished-secret.ts';
import { createdPullSecrets } from '../pull-secrets/remove-pull-secrets.ts';
import { dueSecrets } from './complete-secrets.ts';
import type { Finishable, FinishQuestion } from './finishable.ts';

/** Considers also what the preview does not list. Throws ClusterError. */
export async function isNothingLeft(
  cluster: Cluster,
  { scope, stateNamespace: namespace }: Pick<FinishQuestion, 'scope' | 'stateNamespace'>,
  { outlook, ours }: Pick<Finishable, 'outlook' | 'ours'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (outlook.some(({ outcome }) => outcome !== 'kept')) return false;
  const created = await createdPullSecrets(cluster, scope, signal);
  if (created.some((secret) => !isFinishedSecret(secret))) return false;
  if ((await dueSecrets(cluster, scope, signal)).length > 0) return false;
  if (!isEverything(scope)) return true;
  if (ours.some(isOpen)) return false;
  const own: readonly (readonly [Resource, string])[] = [
    [JOBS, COPY_NAME],
    [SECRETS, COPY_NAME],
    [CONFIG_MAPS, IMAGE_PATHS_NAME],
  ];
  for (const [resource, name] of own) {
    if (await isThere(cluster, { resource, namespace, name }, signal)) return false;
  }
  return true;
}

/** An object that may not be read cannot be removed either. */
async function isThere(
  cluster: Cluster,
  { resource, namespace, name }: { resource: Resource; namespace: string; name: string },
  signal: AbortSignal,
): Promise<boolean> {
  const object = await cluster.get(resource, { namespace, name }, signal).catch(ifForbidden(undefined));
  return object !== undefined;
}
