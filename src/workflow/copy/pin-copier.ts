/** Pins the image of the copy engine to a digest, since it runs with all logins. */
import type { ConnectionFor, Credential } from '../../domain/credentials/credential.ts';
import { type PlacedLogin, placeOf } from '../../domain/credentials/pull-login.ts';
import { ExpectedError, RegistryError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import { pinned, withDefaultTag } from '../../domain/image/pin-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { CopyJobOptions } from '../../domain/ports/copy-engine.ts';
import type { PlanPorts } from '../../domain/plan/plan-request.ts';

/** A registry behind a firewall may never answer. */
const PATIENCE_MILLISECONDS = 30_000;

export interface CopierRequest {
  readonly options: CopyJobOptions;
  /** Use the tag when the digest cannot be resolved. */
  readonly allowTag: boolean;
  readonly connectionFor: ConnectionFor;
  /** The logins of the copy that the user gave. */
  readonly targetLogins: readonly PlacedLogin[];
}

/** Sends no request when there is nothing to copy or the digest was given. Throws ExpectedError. */
export async function pinCopier(
  ports: Pick<PlanPorts, 'logins' | 'openRegistries'>,
  { copies }: Pick<Plan, 'copies'>,
  request: CopierRequest,
  signal: AbortSignal,
): Promise<CopyJobOptions> {
  const { options, allowTag } = request;
  const image = withDefaultTag(options.image);
  if (image.digest !== undefined || copies.every(({ present }) => present)) return options;
  const found = await askForDigest(ports, image, request, signal);
  if ('digest' in found) return { ...options, image: pinned(image, found.digest) };
  if (allowTag) return options;
  const name = formatImageReference(options.image);
  throw new ExpectedError(`cannot resolve the digest of the copy engine ${name}: ${found.reason}`, {
    nextStep: `Give it with --copier-image ${name}@sha256:..., or use the tag with --copier-image-unpinned: whatever image the tag points to then runs with all logins.`,
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
    return digest === undefined ? { reason: `${image.host} does not have this image` } : { digest };
  } catch (error) {
    if (error instanceof RegistryError) return { reason: error.message };
    if (patience.aborted && !signal.aborted) return { reason: `${image.host} does not answer` };
    throw error;
  }
}

/** The engine's image may already be at the target. */
function loginOfTarget(image: ImageReference, { targetLogins }: CopierRequest): readonly Credential[] {
  const sameHost = targetLogins.filter(({ place }) => place.host === image.host);
  const own = placeOf(targetLogins, image) ?? sameHost[0];
  return own === undefined ? [] : [own.credential];
}
