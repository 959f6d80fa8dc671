/** Which logins are shown to which registry, for which image. */
import type { ConnectionFor, Credential } from '../../domain/credentials/credential.ts';
import { type PlacedLogin, placeOf, type PullLogin } from '../../domain/credentials/pull-login.ts';
import { repositoryName } from '../../domain/image/format-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import {
  type ImageConsumer,
  type RequiredImage,
  namedBy,
  writtenTo,
} from '../../domain/plan/required-images.ts';
import type { Logins } from '../../domain/ports/logins.ts';
import type { AccessFor } from '../../domain/ports/registry.ts';
import type { OwnLogins } from './own-logins.ts';

/** The logins that may write to a place of the target, best first. */
export type PushLogins = (target: ImageReference) => readonly Credential[];

export interface LoginInput {
  readonly needed: readonly RequiredImage[];
  readonly mapping: Mapping;
  /** The logins that copy, as far as the user gave any. */
  readonly targetLogins: readonly PlacedLogin[];
  readonly logins: Logins;
}

/**
 * What was given belongs to the place that it was named with. Every other place gets what the user's machine has for it, and
 * where that has nothing, what was given for the same host.
 */
export async function pushLogins({ needed, mapping, targetLogins, logins }: LoginInput): Promise<PushLogins> {
  const known = new Map<string, readonly Credential[]>();
  const loginsAt = async (target: ImageReference): Promise<readonly Credential[]> => {
    const given = placeOf(targetLogins, target);
    if (given !== undefined) return [given.credential];
    const own = await logins.credentialsFor(target);
    if (own.length > 0) return own;
    const sameHost = targetLogins.filter(({ place }) => place.host === target.host);
    return sameHost.map(({ credential }) => credential);
  };
  for (const required of needed) {
    for (const target of [writtenTo(required, mapping), required.target]) {
      known.set(repositoryName(target), await loginsAt(target));
    }
  }
  return (target) => known.get(repositoryName(target)) ?? [];
}

export interface AccessInput {
  readonly needed: readonly RequiredImage[];
  readonly mapping: Mapping;
  readonly own: OwnLogins;
  readonly pushLogins: PushLogins;
  /** The logins of pods, as far as the user gave any: where nothing is to be written they do for looking. */
  readonly pullLogins: readonly PullLogin[];
  readonly logins: Logins;
  readonly connectionFor: ConnectionFor;
}

/**
 * Source: the Secrets of the workloads that use the image or did until they were moved, then the user's docker config, which may read it for them.
 * Target: the logins that copy, where there are none those of pods.
 */
export async function imageAccess(input: AccessInput): Promise<AccessFor> {
  return accessOf(input, (required) => [[repositoryName(required.source), namedBy(required)]]);
}

/** The same for the copy of a digest, and of what belongs to it: with the Secrets of those workloads alone that may have it. */
export async function copyAccess(
  input: AccessInput,
  usersOf: (
    required: RequiredImage,
  ) => { readonly digest: Digest; readonly users: readonly ImageConsumer[] } | undefined,
  companions: ReadonlyMap<string, readonly Digest[]>,
): Promise<AccessFor> {
  return accessOf(input, (required) => {
    const wanted = usersOf(required);
    if (wanted === undefined) return [];
    const users = wanted.users.map(({ move }) => move.workload);
    const repository = repositoryName(required.source);
    const beside = companions.get(`${repository}@${wanted.digest}`) ?? [];
    return [wanted.digest, ...beside].map((digest) => [`${repository}@${digest}`, users] as const);
  });
}

async function accessOf(
  { needed, mapping, own, pushLogins: pushing, pullLogins, logins, connectionFor }: AccessInput,
  sourcesOf: (required: RequiredImage) => (readonly [key: string, users: readonly Workload[]])[],
): Promise<AccessFor> {
  const known = new Map<string, readonly Credential[]>();
  for (const required of needed) {
    for (const [key, users] of sourcesOf(required)) {
      known.set(key, [
        ...(known.get(key) ?? []),
        ...users.flatMap((workload) => own.loginsFor(workload, required.source)),
        ...(await logins.credentialsFor(required.source)),
      ]);
    }
    for (const target of [writtenTo(required, mapping), required.target]) {
      const pulling = placeOf(pullLogins, target);
      const copying = pushing(target);
      known.set(
        repositoryName(target),
        copying.length > 0 || pulling === undefined ? copying : [pulling.credential],
      );
    }
  }
  return (image) => {
    const name = repositoryName(image);
    const credentials = known.get(`${name}@${image.digest ?? ''}`) ?? known.get(name) ?? [];
    return { connection: connectionFor(image.host), credentials: distinct(credentials) };
  };
}

function distinct(credentials: readonly Credential[]): Credential[] {
  return [...new Map(credentials.map((credential) => [JSON.stringify(credential), credential])).values()];
}
