/** From the flags of a move to a plan request with its ports; all flags are checked before the first request. */
import { UsageError } from '../domain/errors.ts';
import { buildMapping } from '../domain/mapping/build-mapping.ts';
import { formatRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import { mappedPlaces } from '../domain/mapping/source-places.ts';
import type { Mapping, MappingRule } from '../domain/mapping/mapping.ts';
import { mentionFinder } from '../domain/mention/mention-finder.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { PlanPorts, PlanRequest } from '../domain/plan/plan-request.ts';
import type { Logins } from '../domain/ports/logins.ts';
import type { MoveFlags, SourceFlags } from './flags/move-flags.ts';
import type { RegistryFlags } from './flags/registry-flags.ts';
import { inventoryRequest, requiredMatches, type RequiredMatchFlags } from './inventory-request.ts';
import { findProfile } from '../profiles/find-profile.ts';
import { pullLogins } from './pull-logins.ts';
import { parseQualifiedName } from './qualified-name.ts';
import { registryConnections } from './registry-connections.ts';
import { targetLogins } from './target-login.ts';

/** All flags of a move. */
export type PlanFlags = MoveFlags & RegistryFlags & RequiredMatchFlags;

/** Ports and request of a plan. */
export interface PlanCall {
  readonly ports: PlanPorts;
  readonly request: PlanRequest;
}

/** What moves where, as `readMapping` reads it. */
export interface ChosenMapping {
  readonly from: readonly string[];
  readonly to: string;
  readonly mapping: Mapping;
}

/** Throws UsageError. */
export async function planCall(
  flags: PlanFlags,
  { from, to, mapping }: ChosenMapping,
  { cluster, signal }: { readonly cluster: Cluster; readonly signal: AbortSignal },
): Promise<PlanCall> {
  const registrySecret = flags['registry-secret'];
  if (registrySecret !== undefined) parseQualifiedName(registrySecret, '--registry-secret');
  const connectionFor = await registryConnections(flags);
  const inventory = inventoryRequest(flags);
  const rules = mapping.rules.map((rule) => formatRegistryPrefix(rule.from));
  const matches = requiredMatches(flags, { from, rules });
  const pulling = await pullLogins(flags, { cluster, mapping, signal });
  const pushing = await targetLogins(flags, { cluster, mapping, signal });
  const { openRegistries } = await import('./open-registries.ts');
  return {
    ports: {
      cluster,
      logins: await dockerLogins(signal),
      openRegistries: openRegistries(connectionFor),
    },
    request: {
      ...inventory,
      matches,
      from,
      to,
      mapping,
      findMentions: mentionFinder(mappedPlaces(mapping)),
      drift: flags.drift,
      overwrite: flags.overwrite,
      includeManaged: flags['include-managed'],
      profile: await findProfile(cluster, flags.profile, signal),
      rewriteMentions: flags['rewrite-mentions'],
      pin: flags.pin,
      connectionFor,
      pullSecretName: flags['pull-secret-name'],
      targetLogins: pushing,
      pullLogins: pulling,
      open: flags.open ?? [],
      ...(registrySecret === undefined ? {} : { registrySecret }),
    },
  };
}

/**
 * The mapping of the flags; --from and --to (or rules) are required. `remembered`: rules from a journal, instead of
 * the file. Throws UsageError.
 */
export async function readMapping(
  flags: SourceFlags,
  remembered?: readonly MappingRule[],
): Promise<ChosenMapping> {
  const { to } = flags;
  const from = flags.from ?? [];
  const rules = remembered ?? (await rulesOf(flags));
  if (from.length + rules.length === 0) throw missing('--from', 'the registry to move away from');
  if (to === undefined) throw missing('--to', 'the registry to move to');
  const mapping = buildMapping({
    from,
    to,
    strategy: flags.strategy,
    ...(flags['push-to'] === undefined ? {} : { push: flags['push-to'] }),
    ...(flags['max-depth'] === undefined ? {} : { maxDepth: flags['max-depth'] }),
    rules,
  });
  return { from, to, mapping };
}

/** The rules in the file of --rules. Throws UsageError. */
export async function rulesOf({ rules: file }: Pick<SourceFlags, 'rules'>): Promise<readonly MappingRule[]> {
  if (file === undefined) return [];
  const { readMappingRules } = await import('../adapters/files/mapping-rules.ts');
  return readMappingRules(file);
}

async function dockerLogins(signal: AbortSignal): Promise<Logins> {
  const { readDockerConfig } = await import('../adapters/credentials/read-docker-config.ts');
  return (
    (await readDockerConfig({ signal })) ?? {
      credentialsFor: async () => Promise.resolve([]),
      problems: () => [],
    }
  );
}

function missing(flag: string, what: string): UsageError {
  return new UsageError(`missing ${flag}: ${what}`, {
    nextStep: 'See the registries in use with `kubectl registry-switch images`.',
  });
}
