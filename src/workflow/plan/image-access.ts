/** Which logins are used for which image. */
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

/** Logins with push access to a target, most specific first. */
export type PushLogins = (target: ImageReference) => readonly Credential[];

export interface LoginInput {
  readonly needed: readonly RequiredImage[];
  readonly mapping: Mapping;
  /** The logins that copy, as far as the user gave any. */
  readonly targetLogins: readonly PlacedLogin[];
  readonly logins: Logins;
}

/**
 * A given login is for the place it was given for. Other places use the user's docker config, and otherwise a login
 * given for the same host.
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
  /** The logins of pods that the user gave: good enough for reading when nothing is to be copied. */
  readonly pullLogins: readonly PullLogin[];
  readonly logins: Logins;
  readonly connectionFor: ConnectionFor;
}

/**
 * Source: the pull Secrets of the workloads that use the image (or did before their move), then the user's docker
 * config. Target: the logins of the copy, otherwise those of pods.
 */
export async function imageAccess(input: AccessInput): Promise<AccessFor> {
  return accessOf(input, (required) => [[repositoryName(required.source), namedBy(required)]]);
}

/**
 * The same for the copy of a digest and its attached artifacts: only with the Secrets of workloads that are allowed
 * to get it.
 */
export async function copyAccess(
  input: AccessInput,
  usersOf: (
    required: RequiredImage,
  ) => { readonly digest: Digest; readonly users: readonly ImageConsumer[] } | undefined,
  artifacts: ReadonlyMap<string, readonly Digest[]>,
): Promise<AccessFor> {
  return accessOf(input, (required) => {
    const wanted = usersOf(required);
    if (wanted === undefined) return [];
    const users = wanted.users.map(({ move }) => move.workload);
    const repository = repositoryName(required.source);
    const beside = artifacts.get(`${repository}@${wanted.digest}`) ?? [];
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
