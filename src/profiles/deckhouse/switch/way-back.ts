/** The way back from a switch: kept in a Secret before anything changes, gone when it was taken or given up. */
import type { Digest } from '../../../domain/image/reference.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { SECRETS } from '../../../domain/kubernetes/resource.ts';
import type { RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import { createMissing } from '../../../workflow/cluster/create-or-patch.ts';
import { guardedDelete } from '../../../workflow/cluster/guarded-delete.ts';
import { surePatch } from '../../../workflow/cluster/sure-patch.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import type { DeckhouseChange } from './apply-change.ts';
import { type EncodedKeys, keysIn } from './registry-keys.ts';
import { BACKUP_NAME, backupSecret, keysOf, listedKeys, readBackup, signOffOf } from './switch-backup.ts';
import { baseOfKeys, readDeckhouse } from './deckhouse-objects.ts';

const BACKUP = { namespace: D8_SYSTEM, name: BACKUP_NAME };

export interface WayBack {
  /** Of the Secret, as they were. */
  readonly keys: EncodedKeys;
  /** Where Deckhouse came from. */
  readonly base: RegistryPrefix;
  /** Where it was switched to. */
  readonly to: RegistryPrefix;
  /** Of images by tag, as they ran. */
  readonly digests: ReadonlyMap<string, Digest>;
}

/** `undefined`: Deckhouse was not switched by this tool. Throws ClusterError, ExpectedError. */
export async function readWayBack(
  cluster: Cluster,
  signal: AbortSignal,
): Promise<(WayBack & { readonly signOff: string }) | undefined> {
  const secret = await cluster.get(SECRETS, BACKUP, signal);
  if (secret === undefined) return undefined;
  const backup = readBackup(secret);
  const keys = keysOf(backup);
  const digests = new Map(backup.digests.map(({ image, digest }) => [image, digest as Digest]));
  return { keys, base: baseOfKeys(keys), to: backup.to, digests, signOff: signOffOf(backup) };
}

/**
 * What is kept is what was there before a switch began; going on with one (`isSettled`: false) changes only where it
 * leads. Throws ClusterError, ExpectedError.
 */
export async function keepWayBack(
  cluster: Cluster,
  way: WayBack,
  { isSettled }: { readonly isSettled: boolean },
  signal: AbortSignal,
): Promise<void> {
  const wanted = secretOf(way);
  if (await createMissing(cluster, { resource: SECRETS, object: wanted }, signal)) return;
  await surePatch(
    cluster,
    { resource: SECRETS, ...BACKUP },
    (there) => {
      const { data } = isSettled ? wanted : backupSecret({ ...readBackup(there), to: way.to });
      return [{ op: 'add', path: '/data', value: data }];
    },
    signal,
  );
}

function secretOf({ keys, to, digests }: WayBack): KubernetesObject {
  return backupSecret({
    keys: listedKeys(keys),
    to,
    digests: [...digests].map(([image, digest]) => ({ image, digest })),
  });
}

export async function removeWayBack(cluster: Cluster, signal: AbortSignal): Promise<void> {
  const backup = await cluster.get(SECRETS, BACKUP, signal);
  if (backup !== undefined) await guardedDelete(cluster, { resource: SECRETS, seen: backup, signal });
}

/** What runs now goes back below the former base, whatever its tags are by now. Throws ClusterError, ExpectedError. */
export async function changeBack(
  cluster: Cluster,
  { keys, base, to }: WayBack,
  signal: AbortSignal,
): Promise<DeckhouseChange> {
  const { secret } = await readDeckhouse(cluster, signal);
  return { from: to, to: base, keys: { from: keysIn(secret), to: keys } };
}
