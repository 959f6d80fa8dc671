/** The way back from a switch, as its backup keeps it, on the objects as they are now. */
import { ExpectedError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { imageFields } from '../../../domain/image-fields/image-field.ts';
import { SECRETS } from '../../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { createMissing } from '../../../workflow/cluster/create-or-patch.ts';
import { surePatch } from '../../../workflow/cluster/sure-patch.ts';
import { guardedDelete } from '../../../workflow/cluster/guarded-delete.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { applyChange, type DeckhouseChange, tryChange } from './apply-change.ts';
import { readDeckhouse } from './deckhouse-objects.ts';
import { keysIn } from './registry-keys.ts';
import { BACKUP_NAME, keysOf, readBackup } from './switch-backup.ts';
import { waitForDeckhouse } from './wait-for-deckhouse.ts';

const BACKUP = { namespace: D8_SYSTEM, name: BACKUP_NAME };

/** `undefined`: Deckhouse was not switched by this tool. Throws ClusterError, ExpectedError. */
export async function wayBack(cluster: Cluster, signal: AbortSignal): Promise<DeckhouseChange | undefined> {
  const backup = await cluster.get(SECRETS, BACKUP, signal);
  if (backup === undefined) return undefined;
  const { deployment, secret } = await readDeckhouse(cluster, signal);
  const former = readBackup(backup);
  const places = new Map(imageFields(deployment).map(({ name, pointer }) => [name, pointer]));
  return {
    keys: { from: keysIn(secret), to: keysOf(former) },
    images: former.images.flatMap(({ container, from, to }) => {
      const pointer = places.get(container);
      return pointer === undefined ? [] : [{ container, pointer, from: to, to: from }];
    }),
  };
}

/**
 * The backup goes when Deckhouse is ready again; until then the rollback can be repeated. `undefined`: done; else what is
 * wrong, in a sentence.
 */
export async function goBack(
  cluster: Cluster,
  { timeoutSeconds }: { readonly timeoutSeconds: number },
  work: Work,
): Promise<string | undefined> {
  const back = await wayBack(cluster, work.signal);
  if (back === undefined) throw new ExpectedError('the backup of the switch is gone: there is no way back');
  const { deployment } = await readDeckhouse(cluster, work.signal);
  await tryChange(cluster, back, work.signal);
  await applyChange(cluster, back, work.signal);
  const trouble = await waitForDeckhouse(cluster, { before: deployment, timeoutSeconds }, work);
  if (trouble !== undefined) return trouble;
  await removeBackup(cluster, work.signal);
  return undefined;
}

export async function removeBackup(cluster: Cluster, signal: AbortSignal): Promise<void> {
  const backup = await cluster.get(SECRETS, BACKUP, signal);
  if (backup !== undefined) await guardedDelete(cluster, { resource: SECRETS, seen: backup, signal });
}

/** One that is there is of a switch that is over (`isSettled`), and makes room; else it is the way back still. */
export async function keepBackup(
  cluster: Cluster,
  backup: KubernetesObject,
  { isSettled }: { readonly isSettled: boolean },
  signal: AbortSignal,
): Promise<void> {
  if ((await createMissing(cluster, { resource: SECRETS, object: backup }, signal)) || !isSettled) return;
  await surePatch(
    cluster,
    { resource: SECRETS, ...BACKUP },
    (there) => {
      readBackup(there);
      return [{ op: 'add', path: '/data', value: backup.data }];
    },
    signal,
  );
}
