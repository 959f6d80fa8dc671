/** Backs up a pull Secret in another Secret before it is changed. */
import { annotationOperations } from '../../domain/change/annotation-operations.ts';
import { secretData } from '../../domain/credentials/secret-data.ts';
import type { LoginChange } from '../../domain/credentials/revert-logins.ts';
import { isDeepStrictEqual } from 'node:util';
import { ExpectedError } from '../../domain/errors.ts';
import type { KubernetesObject, ObjectName } from '../../domain/kubernetes/object.ts';
import { isSubdomain } from '../../domain/kubernetes/object-name.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { backupName } from '../../domain/kubernetes/own-names.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isRunId } from '../../domain/run/run-id.ts';
import { createMissing } from '../cluster/create-or-patch.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';
import { surePatch } from '../cluster/sure-patch.ts';
import { backupTexts, changesIn, withChange } from './secret-backup.ts';

export const BACKUP_LABEL = 'registry-switch.io/backup';
/** Annotation of a backup: the name of the backed-up Secret. */
const BACKUP_OF = 'registry-switch.io/backup-of';

/** Annotation of a backup: the runs whose changes it covers, separated by commas. */
const BACKUP_RUNS = 'registry-switch.io/backup-runs';

/** The runs that a backup covers; empty if it has no such annotation. */
export function runsOfBackup({ metadata }: KubernetesObject): string[] {
  return (metadata.annotations?.[BACKUP_RUNS] ?? '').split(',').filter(isRunId);
}

/** The name of the backed-up Secret; `undefined` when absent or invalid. */
export function backedUpName({ metadata }: KubernetesObject): string | undefined {
  const name = metadata.annotations?.[BACKUP_OF];
  return name !== undefined && isSubdomain(name) ? name : undefined;
}

/** Call before the Secret is changed. Throws ExpectedError. */
export async function backUpSecret(
  cluster: Cluster,
  { namespace = '', name: backupOf }: ObjectName,
  { run, ...change }: LoginChange & { readonly run?: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const name = backupName(backupOf);
  const labels = { ...MANAGED_BY, [BACKUP_LABEL]: 'true' };
  // A create cannot be guarded by a version: the backup is created empty and filled by a guarded patch.
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name, labels, annotations: { [BACKUP_OF]: backupOf } },
    type: 'Opaque',
  };
  await createMissing(cluster, { resource: SECRETS, object }, signal);
  await surePatch(
    cluster,
    refOf(SECRETS, object),
    (backup) => {
      if (backup.metadata.labels?.[BACKUP_LABEL] !== 'true') {
        throw new ExpectedError(`Secret ${namespace}/${name} exists and was not created by this tool`, {
          nextStep: 'Rename it: the backup of the pull Secret needs this name.',
        });
      }
      const data = secretData(backupTexts(withChange(changesIn(backup), change)));
      if (isDeepStrictEqual(data, backup.data)) return undefined;
      const runs = new Set([...runsOfBackup(backup), ...(run === undefined ? [] : [run])]);
      return [
        { op: 'add', path: '/data', value: data },
        ...(runs.size === 0 ? [] : annotationOperations(backup, BACKUP_RUNS, [...runs].join(','))),
      ];
    },
    signal,
  );
}
