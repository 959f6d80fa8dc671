/** Whether a cluster is managed by Deckhouse, and which of its ways to another registry this release has. */
import { secretText } from '../../domain/credentials/secret-data.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { DEPLOYMENTS, type Resource, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Profile } from '../../domain/plan/profile.ts';
import { forbidden } from '../../workflow/cluster/forbidden.ts';
import { D8_SYSTEM } from './copier/copier-secret.ts';
import { deckhouseProfile, type Generation } from './deckhouse-profile.ts';

const DEPLOYMENT = `Deployment ${D8_SYSTEM}/deckhouse`;

/** Why it is no Deckhouse. */
interface NotFound {
  readonly missing: string;
}

/** What decides in this order: the first that is there. Throws ClusterError. */
export async function findDeckhouse(cluster: Cluster, signal: AbortSignal): Promise<Profile | NotFound> {
  const deployment = await listed(cluster, DEPLOYMENTS, 'deckhouse', signal);
  if (deployment === 'forbidden') return { missing: `${DEPLOYMENT} may not be listed` };
  if (deployment === undefined) return { missing: `there is no ${DEPLOYMENT}` };
  const version = versionOf(deployment);
  const secret = async (name: string) => readSecret(cluster, name, signal);
  const [registry, next, state] = await Promise.all(
    ['deckhouse-registry', 'registry-v2-switch', 'registry-state'].map(secret),
  );
  if (registry === undefined) return { missing: `there is no Secret ${D8_SYSTEM}/deckhouse-registry` };
  // Whoever may create namespaces may make the two by name, but nothing that belongs to the cluster.
  if (!(await hasKind(cluster, signal))) return { missing: `the API has none of ${KINDS.join(', ')}` };
  return deckhouseProfile({ ...generationOf({ registry, next, state }), ...version });
}

const KINDS = ['moduleconfigs.deckhouse.io', 'nodegroups.deckhouse.io', 'deckhousereleases.deckhouse.io'];

async function hasKind(cluster: Cluster, signal: AbortSignal): Promise<boolean> {
  for (const kind of KINDS) if ((await cluster.findResource(kind, signal)) !== undefined) return true;
  return false;
}

type Read = KubernetesObject | 'forbidden' | undefined;

function generationOf({ registry, next, state }: Readonly<Record<'registry' | 'next' | 'state', Read>>): {
  readonly generation: Generation;
  readonly why: string;
} {
  if ([registry, next, state].includes('forbidden')) {
    const why = `${DEPLOYMENT} exists; Secrets in ${D8_SYSTEM} may not be read`;
    return { generation: 'unknown', why };
  }
  if (next !== undefined) {
    if (state !== undefined) {
      const why = `Secrets ${D8_SYSTEM}/registry-v2-switch and ${D8_SYSTEM}/registry-state exist`;
      return { generation: 'takeover', why };
    }
    return { generation: 'module-v2', why: `Secret ${D8_SYSTEM}/registry-v2-switch exists` };
  }
  if (typeof state === 'object' && secretText(state, 'mode') !== undefined) {
    return { generation: 'module', why: `Secret ${D8_SYSTEM}/registry-state has a mode` };
  }
  const why = `${DEPLOYMENT} and Secret ${D8_SYSTEM}/deckhouse-registry exist, Secret ${D8_SYSTEM}/registry-state has no mode`;
  return { generation: 'helper', why };
}

function versionOf({ metadata }: KubernetesObject): { readonly version?: string } {
  const version = metadata.annotations?.['core.deckhouse.io/version'];
  return version === undefined ? {} : { version };
}

/** By a list, which whoever plans a move may ask for anyway. */
async function listed(
  cluster: Cluster,
  resource: Resource,
  name: string,
  signal: AbortSignal,
): Promise<Read> {
  const query = { namespace: D8_SYSTEM, fieldSelector: `metadata.name=${name}` };
  try {
    for await (const [object] of cluster.list(resource, query, signal))
      if (object !== undefined) return object;
    return undefined;
  } catch (error) {
    if (forbidden(error)) return 'forbidden';
    throw error;
  }
}

async function readSecret(cluster: Cluster, name: string, signal: AbortSignal): Promise<Read> {
  try {
    return await cluster.get(SECRETS, { namespace: D8_SYSTEM, name }, signal);
  } catch (error) {
    if (forbidden(error)) return 'forbidden';
    throw error;
  }
}
