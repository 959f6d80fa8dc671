/** Which logins open which image: what the plan gathered, in the form in which registries are asked. */
import type { Credential, RegistryConnection } from '../../domain/credentials/credential.ts';
import { credentialsFor } from '../../domain/credentials/credentials-for.ts';
import { repositoryName } from '../../domain/image/format-reference.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { ImageDemand } from '../../domain/plan/demand.ts';
import { writtenTo } from '../../domain/plan/demand.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { Logins } from '../../domain/ports/logins.ts';
import type { AccessFor } from '../../domain/ports/registry.ts';
import { effectiveSecrets, type PullSecrets } from '../pull-secrets/pull-secrets-of.ts';

/** How a registry host is reached, as the user configured it. */
export type ConnectionFor = (host: string) => RegistryConnection;

export interface AccessInput {
  readonly demands: readonly ImageDemand[];
  readonly mapping: Mapping;
  readonly pullSecrets: PullSecrets;
  /** The target's login, when the user gave one. */
  readonly targetLogin?: Credential;
  readonly logins: Logins;
  readonly connectionFor: ConnectionFor;
}

/**
 * Source: the Secrets of the workloads that use the image, then those of the others (a pod may be stuck just for want of
 * one), then the user's docker config. Target: the given login, else the docker config.
 */
export async function imageAccess(input: AccessInput): Promise<AccessFor> {
  const known = new Map<string, readonly Credential[]>();
  const everyLogin = [...input.pullSecrets.entries.values()].flat();
  for (const demand of input.demands) {
    const own = secretCredentials(demand, input.pullSecrets);
    known.set(repositoryName(demand.source), [
      ...(known.get(repositoryName(demand.source)) ?? []),
      ...own,
      ...credentialsFor(demand.source, everyLogin),
      ...(await input.logins.credentialsFor(demand.source)),
    ]);
    for (const target of [writtenTo(demand, input.mapping), demand.target]) {
      known.set(repositoryName(target), await targetCredentials(target, input));
    }
  }
  return (image) => ({
    connection: input.connectionFor(image.host),
    credentials: distinct(known.get(repositoryName(image)) ?? (input.targetLogin ? [input.targetLogin] : [])),
  });
}

async function targetCredentials(
  target: ImageReference,
  { targetLogin, logins }: AccessInput,
): Promise<readonly Credential[]> {
  return targetLogin === undefined ? logins.credentialsFor(target) : [targetLogin];
}

function secretCredentials({ users, source }: ImageDemand, pullSecrets: PullSecrets): Credential[] {
  const secrets = new Set(
    users.flatMap(({ move }) => effectiveSecrets(move.workload, pullSecrets.serviceAccounts)),
  );
  return [...secrets].flatMap((name) => credentialsFor(source, pullSecrets.entries.get(name) ?? []));
}

function distinct(credentials: readonly Credential[]): Credential[] {
  return [...new Map(credentials.map((credential) => [JSON.stringify(credential), credential])).values()];
}
