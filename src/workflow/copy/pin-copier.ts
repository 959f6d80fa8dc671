/** Fixes the image of the copy engine to a digest: what runs with all logins is what was looked at before. */
import type { ConnectionFor, Credential } from '../../domain/credentials/credential.ts';
import { type PlacedLogin, placeOf } from '../../domain/credentials/pull-login.ts';
import { ExpectedError, RegistryError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import { pinned, withDefaultTag } from '../../domain/image/pin-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { CopyJobOptions } from '../../domain/ports/copy-engine.ts';
import type { PlanPorts } from '../../domain/plan/plan-request.ts';

/** A registry that is hidden behind a firewall may answer nothing at all. */
const PATIENCE_MILLISECONDS = 30_000;

export interface CopierRequest {
  readonly options: CopyJobOptions;
  /** Where the digest cannot be had the tag may do. */
  readonly allowTag: boolean;
  readonly connectionFor: ConnectionFor;
  /** The logins that copy, as far as any were given. */
  readonly targetLogins: readonly PlacedLogin[];
}

/** Asks nothing where the plan has nothing to copy, or the digest was given. Throws ExpectedError. */
export async function pinCopier(
  ports: Pick<PlanPorts, 'logins' | 'openRegistries'>,
  { copies }: Pick<Plan, 'copies'>,
  request: CopierRequest,
  signal: AbortSignal,
): Promise<CopyJobOptions> {
  const { options, allowTag } = request;
  const image = withDefaultTag(parseImageReference(options.image));
  if (image.digest !== undefined || copies.every(({ present }) => present)) return options;
  const found = await askForDigest(ports, image, request, signal);
  if ('digest' in found) return { ...options, image: formatImageReference(pinned(image, found.digest)) };
  if (allowTag) return options;
  throw new ExpectedError(`the digest of the copy engine ${options.image} is unknown: ${found.reason}`, {
    nextStep: `Name it with --copier-image ${options.image}@sha256:...; --copier-image-unpinned goes by the tag, and runs with all logins whatever it stands for then.`,
  });
}

async function askForDigest(
  { logins, openRegistries }: Pick<PlanPorts, 'logins' | 'openRegistries'>,
  image: ImageReference,
  request: CopierRequest,
  signal: AbortSignal,
): Promise<{ readonly digest: Digest } | { readonly reason: string }> {
  const credentials = [...(await logins.credentialsFor(image)), ...loginOfTarget(image, request)];
  const registries = openRegistries(({ host }) => ({ connection: request.connectionFor(host), credentials }));
  const patience = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  try {
    const digest = await registries.digest(image, AbortSignal.any([signal, patience]));
    return digest === undefined ? { reason: `${image.host} has no such image` } : { digest };
  } catch (error) {
    if (error instanceof RegistryError) return { reason: error.message };
    if (patience.aborted && !signal.aborted) return { reason: `${image.host} does not answer` };
    throw error;
  }
}

/** The engine may have been brought to the target already. */
function loginOfTarget(image: ImageReference, { targetLogins }: CopierRequest): readonly Credential[] {
  const sameHost = targetLogins.filter(({ place }) => place.host === image.host);
  const own = placeOf(targetLogins, image) ?? sameHost[0];
  return own === undefined ? [] : [own.credential];
}
