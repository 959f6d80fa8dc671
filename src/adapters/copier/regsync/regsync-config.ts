import type { RegistryConnection } from '../../../domain/credentials/credential.ts';
import type { LaidOutCopy } from './copy-layout.ts';
import { addressOf, type NamedRegistry } from './registry-names.ts';

/** What besides the copies goes into a regsync.yml. */
export interface RegsyncConfigContext {
  readonly registries: readonly NamedRegistry[];
  readonly connections: ReadonlyMap<string, RegistryConnection>;
  /** Path in the container of the file with these CA certificates. */
  readonly caPath: (ca: string) => string;
}

/** Concurrent requests to one host: more than regsync's 3, since only one image is copied at a time. */
const CONCURRENT_REQUESTS = 16;

/**
 * Settings of all copies.
 * - `parallel: 0` (one image after another; layers still travel side by side): with more, regsync exits 0 when it is
 *   told to stop, and Kubernetes would take the shard of an evicted pod for done. More pods give more parallelism.
 * - `referrers`: signatures and the like that refer to the image come along.
 * - `digestTags` (cosign's older `sha256-<hex>.sig` tags) stays off: without leave to list tags the image would fail. The
 *   plan asks for them by name instead.
 * - `ratelimit`: on Docker Hub, wait while fewer than 20 pulls are left; other registries tell no limit.
 */
const DEFAULTS = {
  parallel: 0,
  referrers: true,
  digestTags: false,
  ratelimit: { min: 20, retry: '15m' },
};

/** The regsync.yml of one shard: YAML of one line per entry, each in JSON. It holds no secret. */
export function regsyncConfig(shard: readonly LaidOutCopy[], context: RegsyncConfigContext): string {
  const lines = [
    'version: 1',
    'creds:',
    ...context.registries.map((registry) => `- ${JSON.stringify(registryEntry(registry, context))}`),
    `defaults: ${JSON.stringify(DEFAULTS)}`,
    'sync:',
    ...shard.map(({ source, target }) => `- ${JSON.stringify({ source, target, type: 'image' })}`),
  ];
  return `${lines.join('\n')}\n`;
}

function registryEntry(registry: NamedRegistry, { connections, caPath }: RegsyncConfigContext): object {
  const { tls, ca } = connections.get(registry.host) ?? { tls: 'enabled' };
  return {
    registry: registry.name,
    hostname: addressOf(registry.host),
    tls,
    ...(ca === undefined ? {} : { regcert: `{{file "${caPath(ca)}"}}` }),
    // One token for all repositories would grow with each of them until servers refuse it.
    repoAuth: true,
    reqConcurrent: CONCURRENT_REQUESTS,
  };
}
