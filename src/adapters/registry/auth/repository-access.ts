import type { Credential } from '../../../domain/credentials/credential.ts';
import type { ImageReference } from '../../../domain/image/reference.ts';
import type { AccessFor } from '../../../domain/ports/registry.ts';
import type { Question } from './authorized-request.ts';
import { apiUrl, type Destination } from '../transport/destination.ts';
import { pullScope } from './token-scope.ts';

/** A repository, how to reach it, and the logins to try in order. */
export interface RepositoryAccess {
  readonly destination: Destination;
  readonly repository: string;
  readonly credentials: readonly Credential[];
}

/** A request to a repository: to look, never to write. */
export interface RepositoryRequest extends Pick<Question, 'method' | 'url' | 'accept'> {
  readonly access: RepositoryAccess;
}

export function questionOf({ access, method, url, accept }: RepositoryRequest): Question {
  const { destination, repository } = access;
  return { destination, method, url, accept, scope: pullScope(repository) };
}

export function repositoryAccess(image: ImageReference, accessFor: AccessFor): RepositoryAccess {
  const { connection, credentials } = accessFor(image);
  return { destination: { host: image.host, connection }, repository: image.repository, credentials };
}

/** `https://host/v2/<repository>/<kind>/<reference>`: distribution specification, "Endpoints". */
export function repositoryUrl(
  { destination, repository }: RepositoryAccess,
  kind: 'manifests' | 'blobs' | 'referrers',
  reference: string,
): URL {
  return new URL(`v2/${repository}/${kind}/${reference}`, apiUrl(destination));
}
