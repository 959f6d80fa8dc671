/** Reads the pull Secrets that workloads use directly or through their service accounts. */
import pMap from 'p-map';
import type { DockerConfigEntry } from '../../domain/credentials/docker-config.ts';
import { loginsIn } from '../../domain/credentials/logins-in.ts';
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { isSubdomain } from '../../domain/kubernetes/object-name.ts';
import type { LocalObjectReference } from '../../domain/kubernetes/pod-spec.ts';
import { SECRETS, SERVICE_ACCOUNTS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface PullSecrets {
  /** Names of the pull Secrets of the service accounts, by `namespace/name`. */
  readonly serviceAccounts: ReadonlyMap<string, readonly string[]>;
  /** Logins by `namespace/name` of the Secret. */
  readonly entries: ReadonlyMap<string, readonly DockerConfigEntry[]>;
  /** `Secret namespace/name` or `service account namespace/name` without permission to read. */
  readonly unread: ReadonlySet<string>;
  /** What could not be read or has an invalid name, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * One request per service account and Secret; what is absent, forbidden or invalid is not an error but leaves a login
 * unknown.
 */
export async function pullSecretsOf(
  cluster: Cluster,
  workloads: readonly Workload[],
  signal: AbortSignal,
): Promise<PullSecrets> {
  const accounts = new Set(
    workloads.flatMap(({ ref, serviceAccount }) =>
      serviceAccount === undefined ? [] : `${ref.namespace ?? ''}/${serviceAccount}`,
    ),
  );
  const warnings: string[] = [];
  const unread = new Set<string>();
  const read = reader(cluster, { unread, warnings }, signal);
  const serviceAccounts = new Map(
    await pMap(accounts, async (name) => [name, referencesOf(await read('service account', name))] as const, {
      concurrency: REQUESTS_AT_ONCE,
      signal,
    }),
  );
  const names = new Set(workloads.flatMap((workload) => effectiveSecrets(workload, serviceAccounts)));
  const entries = new Map(
    await pMap(names, async (name) => [name, loginsOf(await read('Secret', name), name, warnings)] as const, {
      concurrency: REQUESTS_AT_ONCE,
      signal,
    }),
  );
  for (const name of unread) warnings.push(`no permission to read ${name}: its logins are unknown`);
  return { serviceAccounts, entries, unread, warnings };
}

/** `namespace/name` of the Secrets that the kubelet tries for a workload's pods. */
export function effectiveSecrets(
  { ref, pullSecrets, serviceAccount }: Workload,
  serviceAccounts: PullSecrets['serviceAccounts'],
): string[] {
  const namespace = ref.namespace ?? '';
  const inherited = serviceAccounts.get(`${namespace}/${serviceAccount ?? ''}`) ?? [];
  return (pullSecrets.length > 0 ? pullSecrets : inherited).map((name) => `${namespace}/${name}`);
}

function reader(
  cluster: Cluster,
  { unread, warnings }: { readonly unread: Set<string>; readonly warnings: string[] },
  signal: AbortSignal,
): (kind: 'service account' | 'Secret', qualified: string) => Promise<KubernetesObject | undefined> {
  return async (kind, qualified) => {
    const slash = qualified.indexOf('/');
    const [namespace, name] = [qualified.slice(0, slash), qualified.slice(slash + 1)];
    const passOver = (): void => {
      warnings.push(`${kind} ${namespace}/${shortened(name)} is not a valid name: skipped`);
    };
    // Not validated in templates.
    if (!isSubdomain(name)) {
      passOver();
      return undefined;
    }
    try {
      return await cluster.get(kind === 'Secret' ? SECRETS : SERVICE_ACCOUNTS, { namespace, name }, signal);
    } catch (error) {
      if (error instanceof ClusterError && error.failure === 'invalid') passOver();
      else if (forbidden(error)) unread.add(`${kind} ${qualified}`);
      else throw error;
      return undefined;
    }
  };
}

const SHOWN = 60;

function shortened(name: string): string {
  return name.length <= SHOWN ? name : `${name.slice(0, SHOWN)}...`;
}

function referencesOf(account: KubernetesObject | undefined): string[] {
  const references = (account?.imagePullSecrets ?? []) as readonly LocalObjectReference[];
  return references.flatMap(({ name }) => name ?? []);
}

/** The logins of a pull Secret of either type; a damaged one is a warning, as for the kubelet. */
function loginsOf(
  secret: KubernetesObject | undefined,
  name: string,
  warnings: string[],
): readonly DockerConfigEntry[] {
  try {
    return loginsIn(secret, name);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    warnings.push(error.message);
    return [];
  }
}
