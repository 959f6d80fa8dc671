/** Sees that pods may pull from the target: creates the pull Secrets, adds the login to an existing one. */
import type { Credential } from '../domain/credentials/credential.ts';
import { dockerConfigFor, mergeDockerConfig } from '../domain/credentials/pull-secret.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { KubernetesObject } from '../domain/kubernetes/object.ts';
import { SECRETS } from '../domain/kubernetes/resource.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { MANAGED_BY } from './managed-by.ts';
import { secretText } from './pull-secrets-of.ts';

export const CONFIG_KEY = '.dockerconfigjson';
export const BACKUP_LABEL = 'registry-switch.io/backup';

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
        data: { [CONFIG_KEY]: encode(config) },
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

/** Name of the Secret that keeps what another one held. */
export function backupName(name: string): string {
  return `${name}-before-registry-switch`;
}

/** The oldest backup stays what it is: it holds what the user had. */
async function backUp(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { before, after }: { readonly before: string; readonly after: string },
  signal: AbortSignal,
): Promise<void> {
  const backup = await cluster.get(SECRETS, { namespace, name: backupName(name) }, signal);
  if (backup !== undefined) {
    await patchKey(cluster, backup, { key: 'after', text: after }, signal);
    return;
  }
  const labels = { ...MANAGED_BY, [BACKUP_LABEL]: 'true' };
  await cluster.create(
    SECRETS,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        namespace,
        name: backupName(name),
        labels,
        annotations: { 'registry-switch.io/backup-of': name },
      },
      type: 'Opaque',
      data: { before: encode(before), after: encode(after) },
    },
    { signal },
  );
}

async function replaceConfig(
  cluster: Cluster,
  secret: KubernetesObject,
  config: string,
  signal: AbortSignal,
): Promise<void> {
  await patchKey(cluster, secret, { key: CONFIG_KEY, text: config }, signal);
}

/** Guarded by the value that was read: a concurrent edit makes it fail instead of being lost. */
export async function patchKey(
  cluster: Cluster,
  secret: KubernetesObject,
  { key, text }: { readonly key: string; readonly text: string },
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name } = secret.metadata;
  const path = `/data/${key}`;
  await cluster.patch(
    SECRETS,
    { namespace, name },
    [
      { op: 'test', path, value: encode(secretText(secret, key) ?? '') },
      { op: 'replace', path, value: encode(text) },
    ],
    { signal },
  );
}

function isOurs(secret: KubernetesObject): boolean {
  return (
    secret.metadata.labels?.['app.kubernetes.io/managed-by'] === MANAGED_BY['app.kubernetes.io/managed-by']
  );
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
