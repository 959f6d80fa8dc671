/** Sees that pods may pull from the target: creates the pull Secrets, adds the login to an existing one. */
import type { Credential } from '../../domain/credentials/credential.ts';
import { dockerConfigFor, mergeDockerConfig } from '../../domain/credentials/pull-secret.ts';
import { ExpectedError } from '../../domain/errors.ts';
import { type JsonPatch, jsonPointer } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { backupName } from '../../domain/kubernetes/own-names.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';
import { secretText } from './pull-secrets-of.ts';
import { backupTexts, changesIn, type SecretChange, withChange } from './secret-backup.ts';

export const CONFIG_KEY = '.dockerconfigjson';
export const BACKUP_LABEL = 'registry-switch.io/backup';
/** Annotation of a backup: the name of the Secret that it is of. */
export const BACKUP_OF = 'registry-switch.io/backup-of';

export interface PullGrant {
  /** `host[:port]` that pods name. */
  readonly host: string;
  readonly login: Credential;
  readonly secretName: string;
}

/** Creates or updates the pull Secret of one namespace. Throws when a Secret of that name is somebody else's. */
export async function ensurePullSecret(
  cluster: Cluster,
  namespace: string,
  { host, login, secretName: name }: PullGrant,
  signal: AbortSignal,
): Promise<void> {
  const config = dockerConfigFor(host, login);
  const present = await cluster.get(SECRETS, { namespace, name }, signal);
  if (present === undefined) {
    await cluster.create(
      SECRETS,
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { namespace, name, labels: MANAGED_BY },
        type: 'kubernetes.io/dockerconfigjson',
        data: secretData({ [CONFIG_KEY]: config }),
      },
      { signal },
    );
    return;
  }
  if (secretText(present, CONFIG_KEY) === config) return;
  if (!isOurs(present)) {
    throw new ExpectedError(`Secret ${namespace}/${name} exists and is not ours`, {
      nextStep: 'Choose another name with --pull-secret-name.',
    });
  }
  await replaceConfig(cluster, present, config, signal);
}

/** Adds the target's login to an existing pull Secret; what was there is kept in a Secret beside it. */
export async function addLogin(
  cluster: Cluster,
  secretRef: { readonly namespace: string; readonly name: string },
  { host, login }: PullGrant,
  signal: AbortSignal,
): Promise<'added' | 'present'> {
  const secret = await cluster.get(SECRETS, secretRef, signal);
  const before = secretText(secret, CONFIG_KEY);
  if (secret === undefined || before === undefined) {
    throw new ExpectedError(
      `there is no Secret ${secretRef.namespace}/${secretRef.name} of type kubernetes.io/dockerconfigjson`,
      { nextStep: 'Name an existing pull Secret with --registry-secret NAMESPACE/NAME.' },
    );
  }
  const after = mergeDockerConfig(before, host, login);
  if (after === before) return 'present';
  await backUp(cluster, secretRef, { before, after }, signal);
  await replaceConfig(cluster, secret, after, signal);
  return 'added';
}

/** To be called before the Secret is changed: everything in it that is not ours must be kept first. */
async function backUp(
  cluster: Cluster,
  { namespace, name: backupOf }: { readonly namespace: string; readonly name: string },
  change: SecretChange,
  signal: AbortSignal,
): Promise<void> {
  const name = backupName(backupOf);
  const backup = await cluster.get(SECRETS, { namespace, name }, signal);
  if (backup !== undefined) {
    await addToBackup(cluster, backup, change, signal);
    return;
  }
  const labels = { ...MANAGED_BY, [BACKUP_LABEL]: 'true' };
  const annotations = { [BACKUP_OF]: backupOf };
  await cluster.create(
    SECRETS,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name, labels, annotations },
      type: 'Opaque',
      data: secretData(backupTexts([change])),
    },
    { signal },
  );
}

async function addToBackup(
  cluster: Cluster,
  backup: KubernetesObject,
  change: SecretChange,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name, labels } = backup.metadata;
  if (labels?.[BACKUP_LABEL] !== 'true') {
    throw new ExpectedError(`Secret ${namespace}/${name} exists and is not ours`, {
      nextStep: 'Rename it: what the pull Secret holds now has to be kept under that name.',
    });
  }
  const texts = backupTexts(withChange(changesIn(backup), change));
  await cluster.patch(
    SECRETS,
    { namespace, name },
    [
      { op: 'test', path: '/data', value: backup.data },
      { op: 'replace', path: '/data', value: secretData(texts) },
    ],
    { signal },
  );
}

async function replaceConfig(
  cluster: Cluster,
  secret: KubernetesObject,
  config: string,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name } = secret.metadata;
  await cluster.patch(SECRETS, { namespace, name }, configPatch(secret, config), { signal });
}

/** Guarded by the value that was read: a concurrent edit makes it fail instead of being lost. */
export function configPatch(secret: KubernetesObject, config: string): JsonPatch {
  const path = jsonPointer('data', CONFIG_KEY);
  return [
    { op: 'test', path, value: encode(secretText(secret, CONFIG_KEY) ?? '') },
    { op: 'replace', path, value: encode(config) },
  ];
}

function isOurs(secret: KubernetesObject): boolean {
  return (
    secret.metadata.labels?.['app.kubernetes.io/managed-by'] === MANAGED_BY['app.kubernetes.io/managed-by']
  );
}

function secretData(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, encode(text)]));
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
