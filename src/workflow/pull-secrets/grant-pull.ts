/** Gives pods access to the target: creates pull Secrets, or adds the login to an existing one. */
import { recordProblem } from '../../domain/change/read-record.ts';
import type { PullLogin } from '../../domain/credentials/pull-login.ts';
import { dockerConfigFor, mergeDockerConfig } from '../../domain/credentials/pull-secret.ts';
import {
  CONFIG_KEY,
  PULL_SECRET_TYPE,
  secretData,
  secretText,
  textPatch,
} from '../../domain/credentials/secret-data.ts';
import { ClusterError, ExpectedError, UsageError } from '../../domain/errors.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { createMissing } from '../cluster/create-or-patch.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';
import { surePatch } from '../cluster/sure-patch.ts';
import { isUnfilled, NO_LOGINS } from './created-secret.ts';
import { backUpSecret } from './back-up-secret.ts';
import { reviveSecret } from './finished-secret.ts';

export interface PullGrant {
  /** Logins for the parts of the target that the pods of the namespace pull from. */
  readonly logins: readonly PullLogin[];
  readonly secretName: string;
}

/**
 * Creates or updates the pull Secret of a namespace. Throws ExpectedError when a Secret of that name is not the
 * tool's.
 */
export async function ensurePullSecret(
  cluster: Cluster,
  namespace: string,
  { logins, secretName: name }: PullGrant,
  signal: AbortSignal,
): Promise<void> {
  // A create cannot be guarded by a version: the Secret is created empty and filled by a guarded patch.
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name, labels: MANAGED_BY },
    type: PULL_SECRET_TYPE,
    data: secretData({ [CONFIG_KEY]: NO_LOGINS }),
  };
  const isMade = await createMissing(cluster, { resource: SECRETS, object }, signal);
  const fill = (present: KubernetesObject): JsonPatch | undefined => {
    const config = extended(present, logins);
    const revived = reviveSecret(present);
    const holds = isPullSecret(present) && secretText(present, CONFIG_KEY) === config;
    if (holds) return revived.length === 0 ? undefined : revived;
    refuse(present);
    return [...textPatch(present, CONFIG_KEY, config), ...revived];
  };
  try {
    await surePatch(cluster, refOf(SECRETS, object), fill, signal);
  } catch (error) {
    if (isMade && isRefusal(error)) await removeEmpty(cluster, { namespace, name }, signal);
    throw error;
  }
}

/** The server refused, and nothing was written. */
function isRefusal(error: unknown): boolean {
  return error instanceof ClusterError && (error.failure === 'forbidden' || error.failure === 'invalid');
}

/** Removes a Secret that was created but could not be filled. Errors here are ignored: the first one matters. */
async function removeEmpty(
  cluster: Cluster,
  name: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  const isEmpty = (secret: KubernetesObject): boolean => isOurs(secret) && isUnfilled(secret);
  try {
    const seen = await cluster.get(SECRETS, name, signal);
    if (seen === undefined || !isEmpty(seen)) return;
    await guardedDelete(cluster, { resource: SECRETS, seen, stillDue: isEmpty, signal });
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
  }
}

/** Throws ExpectedError if `ensurePullSecret` would now. */
export async function refuseForeign(
  cluster: Cluster,
  namespace: string,
  { logins, secretName: name }: PullGrant,
  signal: AbortSignal,
): Promise<void> {
  const present = await cluster.get(SECRETS, { namespace, name }, signal);
  if (present === undefined) return;
  const holds = secretText(present, CONFIG_KEY) === extended(present, logins);
  if (!holds || !isPullSecret(present)) refuse(present);
}

/**
 * The data of the tool's Secret: logins of earlier runs are kept, since other pods may need them. An unreadable one
 * is overwritten.
 */
function extended(present: KubernetesObject, logins: readonly PullLogin[]): string {
  try {
    return mergeDockerConfig(secretText(present, CONFIG_KEY) ?? '', logins);
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof ExpectedError)) throw error;
    return dockerConfigFor(logins);
  }
}

function refuse(present: KubernetesObject): void {
  const { namespace = '', name } = present.metadata;
  if (isOurs(present) && isPullSecret(present)) {
    requireWritable(present);
    return;
  }
  throw new ExpectedError(`Secret ${namespace}/${name} exists and was not created by this tool`, {
    nextStep: 'Choose another name with --pull-secret-name.',
  });
}

/** Adds the target's login to an existing pull Secret after backing it up. */
export async function addLogin(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { logins, run }: Pick<PullGrant, 'logins'> & { readonly run?: string | undefined },
  signal: AbortSignal,
): Promise<'added' | 'present'> {
  const ref = { resource: SECRETS, namespace, name };
  if ((await cluster.get(SECRETS, ref, signal)) === undefined) throw noPullSecret(namespace, name);
  const outcome = await surePatch(
    cluster,
    ref,
    async (secret) => {
      const before = secretText(secret, CONFIG_KEY);
      if (before === undefined) throw noPullSecret(namespace, name);
      const after = mergeDockerConfig(before, logins);
      if (after === before) return undefined;
      requireWritable(secret);
      await backUpSecret(cluster, ref, { before, after, run }, signal);
      return textPatch(secret, CONFIG_KEY, after);
    },
    signal,
  );
  return outcome === 'patched' ? 'added' : 'present';
}

export function noPullSecret(namespace: string, name: string): ExpectedError {
  return new ExpectedError(`no Secret ${namespace}/${name} of type kubernetes.io/dockerconfigjson`, {
    nextStep: 'Name an existing pull Secret with --registry-secret NAMESPACE/NAME.',
  });
}

/** The type of a Secret is immutable, and the kubelet ignores other types. */
function isPullSecret({ type }: KubernetesObject): boolean {
  return type === PULL_SECRET_TYPE;
}

function isOurs(secret: KubernetesObject): boolean {
  return (
    secret.metadata.labels?.['app.kubernetes.io/managed-by'] === MANAGED_BY['app.kubernetes.io/managed-by']
  );
}

/**
 * Throws ExpectedError for a Secret that cannot be changed, or whose change record can be neither read nor replaced.
 */
export function requireWritable(secret: KubernetesObject): void {
  const { namespace = '', name } = secret.metadata;
  if (secret.immutable === true) throw immutableSecret(namespace, name);
  const problem = recordProblem(secret);
  if (problem !== undefined) throw new ExpectedError(`Secret ${namespace}/${name}: ${problem}`);
}

/** https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable */
function immutableSecret(namespace: string, name: string): ExpectedError {
  return new ExpectedError(`Secret ${namespace}/${name} is immutable: cannot add a login`, {
    nextStep: 'Replace it by a mutable one, or give another Secret.',
  });
}
