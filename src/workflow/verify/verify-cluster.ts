/** Finds everything that still refers to the source. */
import { loginsIn } from '../../domain/credentials/logins-in.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory/inventory.ts';
import { unseenIn } from '../../domain/inventory/unseen.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { type LocalObjectReference } from '../../domain/kubernetes/pod-spec.ts';
import { type Resource, SECRETS, SERVICE_ACCOUNTS } from '../../domain/kubernetes/resource.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { Profile } from '../../domain/plan/profile.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { type Finding, type Findings, findReferences } from '../../domain/verify/findings.ts';
import { notedByPlatform } from '../../domain/verify/left-to-platform.ts';
import { sourceKeys } from '../../domain/verify/source-keys.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { LEGACY_PULL_SECRET_TYPE, PULL_SECRET_TYPE } from '../../domain/credentials/secret-data.ts';
import type { InventoryRequest } from '../../domain/inventory/inventory-request.ts';
import { takeInventory } from '../inventory/take-inventory.ts';

export interface VerifyRequest extends InventoryRequest {
  readonly from: readonly string[];
  readonly isSource: SourceMatcher;
  readonly includeFinished: boolean;
  /** Absent: no platform has objects of its own. */
  readonly profile?: Pick<Profile, 'leaves'>;
}

/** Display names. */
const NAMES: Readonly<Record<string, string>> = {
  [SECRETS.plural]: 'pull Secrets',
  [SERVICE_ACCOUNTS.plural]: 'service accounts',
};

const KEPT = 'a login alone is not a reference';

/** Reads only. Throws ClusterError. */
export async function verifyCluster(cluster: Cluster, request: VerifyRequest, work: Work): Promise<Findings> {
  return findingsOf(cluster, await takeInventory(cluster, request, work), request, work);
}

/** The same for an existing inventory. Throws ClusterError. */
export async function findingsOf(
  cluster: Cluster,
  inventory: Inventory,
  request: VerifyRequest,
  work: Work,
): Promise<Findings> {
  const warnings = [...inventory.warnings];
  const found = findReferences(inventory, request.isSource, request.includeFinished);
  const { profile } = request;
  const references = profile === undefined ? found : notedByPlatform(found, inventory, profile);
  const unseen = unseenIn(inventory);
  const secrets = await credentialFindings(cluster, request, { work, warnings, unseen });
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'Findings',
    from: request.from,
    scope: request.scope,
    findings: [...references, ...secrets],
    unseen,
    warnings,
  };
}

interface Reading {
  readonly work: Work;
  readonly warnings: string[];
  readonly unseen: string[];
}

/** Pull Secrets with a login for the source, and service accounts that name them. */
async function credentialFindings(
  cluster: Cluster,
  request: VerifyRequest,
  reading: Reading,
): Promise<Finding[]> {
  const secrets: Finding[] = [];
  for (const type of [PULL_SECRET_TYPE, LEGACY_PULL_SECRET_TYPE]) {
    const list = { resource: SECRETS, request, fieldSelector: `type=${type}` };
    await visit(cluster, list, reading, (secret) => {
      const references = sourceLogins(secret, request);
      if (references.length === 0) return;
      const object = refOf(SECRETS, secret);
      secrets.push({ kind: 'pull-secret', object, references, counted: false, note: KEPT });
    });
  }
  const named = new Set(secrets.map(({ object }) => `${object.namespace ?? ''}/${object.name}`));
  const accounts: Finding[] = [];
  if (named.size === 0) return secrets;
  await visit(cluster, { resource: SERVICE_ACCOUNTS, request }, reading, (account) => {
    const references = ((account.imagePullSecrets ?? []) as readonly LocalObjectReference[]).flatMap(
      ({ name = '' }) => (named.has(`${account.metadata.namespace ?? ''}/${name}`) ? [name] : []),
    );
    if (references.length === 0) return;
    const object = refOf(SERVICE_ACCOUNTS, account);
    accounts.push({ kind: 'service-account', object, references, counted: false, note: KEPT });
  });
  return [...secrets, ...accounts];
}

async function visit(
  cluster: Cluster,
  list: { readonly resource: Resource; readonly request: VerifyRequest; readonly fieldSelector?: string },
  { work, warnings, unseen }: Reading,
  see: (object: KubernetesObject) => void,
): Promise<void> {
  const { resource, request, ...selector } = list;
  const query = { resource, scope: request.scope, ...selector };
  try {
    for await (const object of objectsInScope(cluster, query, work.signal)) see(object);
  } catch (error) {
    if (!forbidden(error)) throw error;
    const name = NAMES[resource.plural] ?? resource.plural;
    if (unseen.includes(name)) return;
    unseen.push(name);
    warnings.push(`no permission to list ${resource.plural}: old credentials in them are not shown`);
  }
}

/** Keys of a pull Secret that cover an image of the source; none for a damaged Secret. */
function sourceLogins(secret: KubernetesObject, request: VerifyRequest): string[] {
  try {
    const keys = loginsIn(secret, secret.metadata.name).map(({ key }) => key);
    return sourceKeys(keys, request);
  } catch (error) {
    if (error instanceof ExpectedError) return [];
    throw error;
  }
}
