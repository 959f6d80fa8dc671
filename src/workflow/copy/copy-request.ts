/** What to copy, with the logins that the copy Job needs. */
import pMap from 'p-map';
import type { Credential, RegistryConnection } from '../../domain/credentials/credential.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Plan, PlannedCopy } from '../../domain/plan/plan.ts';
import type { AuthorizedCopy, CopyJobOptions, CopyJobRequest } from '../../domain/ports/copy-engine.ts';
import type { AccessFor, Registries } from '../../domain/ports/registry.ts';
import { ifNoAnswer } from '../images/if-no-answer.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface CopyLogins {
  readonly copyRegistries: Registries;
  readonly accessFor: AccessFor;
  /** Logins for pushing to the target; never a login of pods. */
  readonly pushLogins: (target: ImageReference) => readonly Credential[];
}

/** The copies of a plan that are missing at the target. */
export async function copyRequest(
  plan: Plan,
  options: CopyJobOptions,
  logins: CopyLogins,
  signal: AbortSignal,
): Promise<CopyJobRequest> {
  const missing = plan.copies.filter(({ present }) => !present);
  const copies = await pMap(missing, (copy) => authorize(copy, logins, signal), {
    concurrency: REQUESTS_AT_ONCE,
    signal,
  });
  const connections = new Map<string, RegistryConnection>();
  for (const { source, target } of copies) {
    for (const image of [source, target]) connections.set(image.host, logins.accessFor(image).connection);
  }
  return { copies, connections, options };
}

async function authorize(
  { source, target }: PlannedCopy,
  logins: CopyLogins,
  signal: AbortSignal,
): Promise<AuthorizedCopy> {
  const sourceCredential = await credentialFor(source, logins, signal);
  const targetCredential = logins.pushLogins(target)[0];
  return {
    source,
    target,
    ...(sourceCredential === undefined ? {} : { sourceCredential }),
    ...(targetCredential === undefined ? {} : { targetCredential }),
  };
}

/** The first login that the registry accepts; for a registry that only the cluster reaches, the first. */
async function credentialFor(
  image: ImageReference,
  { copyRegistries, accessFor }: CopyLogins,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const { credentials } = accessFor(image);
  return copyRegistries.acceptedCredential(image, signal).catch(ifNoAnswer(() => credentials[0]));
}
