import { RegistryError } from '../../../domain/errors.ts';
import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import type { AccessFor } from '../../../domain/ports/registry.ts';
import type { AskAs } from '../auth/authorized-request.ts';
import { nameOfHost } from '../transport/destination.ts';
import type { HttpAnswer } from '../transport/http-exchange.ts';
import type { Login } from '../auth/login.ts';
import {
  questionOf,
  type RepositoryAccess,
  repositoryAccess,
  repositoryUrl,
} from '../auth/repository-access.ts';
import type { AskAny } from '../auth/repository-session.ts';
import { fieldsList, fieldsOf, parsedOrUndefined, textOf } from '../../http/json-fields.ts';
import { contentDigest } from './content-digest.ts';
import { ACCEPT_MANIFESTS, OCI_INDEX } from './manifest-types.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** A manifest, and the login that it was shown to. */
export interface FoundManifest {
  readonly manifest: Manifest;
  readonly login: Login;
}

/** What came of asking after a manifest: any status, but no refusal. */
export interface ManifestAnswer {
  readonly status: number;
  readonly headers: HttpAnswer['headers'];
  readonly login: Login;
}

/** The reading side of the distribution API. */
export interface RegistryReader {
  /** HEAD of a manifest. */
  head(image: ImageReference, signal: AbortSignal | undefined): Promise<ManifestAnswer>;
  /** GET of a manifest; `undefined` when there is none. */
  manifest(image: ImageReference, signal: AbortSignal | undefined): Promise<FoundManifest | undefined>;
  /** GET of what refers to a manifest, of a page of it by its `?query`. */
  referrers(
    image: ImageReference & { readonly digest: Digest },
    query: string,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer>;
  /** GET of a blob of the image's repository, checked against its digest. */
  blob(image: ImageReference, digest: Digest, login: Login, signal: AbortSignal | undefined): Promise<Buffer>;
}

export interface ReaderParts {
  readonly accessFor: AccessFor;
  readonly askAny: AskAny;
  readonly askAs: AskAs;
}

export function createRegistryReader({ accessFor, askAny, askAs }: ReaderParts): RegistryReader {
  const ask = async (image: ImageReference, method: 'GET' | 'HEAD', signal: AbortSignal | undefined) => {
    const access = repositoryAccess(image, accessFor);
    const url = repositoryUrl(access, 'manifests', image.digest ?? image.tag ?? 'latest');
    return askAny({ access, method, url, accept: ACCEPT_MANIFESTS }, signal);
  };
  return {
    head: async (image, signal) => {
      const { answer, login } = await ask(image, 'HEAD', signal);
      return { status: answer.status, headers: answer.headers, login };
    },
    manifest: async (image, signal) => {
      const { answer, login } = await ask(image, 'GET', signal);
      if (answer.status !== 200 && answer.status !== 404)
        throw strangeAnswer(repositoryAccess(image, accessFor), answer);
      return answer.status === 404 ? undefined : { manifest: readManifest(image, answer), login };
    },
    referrers: async (image, query, signal) => {
      const access = repositoryAccess(image, accessFor);
      const url = repositoryUrl(access, 'referrers', image.digest);
      url.search = query;
      return (await askAny({ access, method: 'GET', url, accept: OCI_INDEX }, signal)).answer;
    },
    blob: async (image, digest, login, signal) => {
      const access = repositoryAccess(image, accessFor);
      const request = {
        access,
        method: 'GET' as const,
        url: repositoryUrl(access, 'blobs', digest),
        accept: '*/*',
      };
      const outcome = await askAs(questionOf(request), login, signal);
      const broken = `${image.host} does not return a part of ${image.repository} (${digest})`;
      if (outcome.kind !== 'answered' || outcome.answer.status !== 200) {
        throw new RegistryError('invalid', image.host, broken, {
          nextStep: 'Push the image again: it is incomplete.',
        });
      }
      if (contentDigest(outcome.answer.body, digest) === digest) return outcome.answer.body;
      const message = `${image.host} returned other content for a part of ${image.repository} than ${digest}`;
      throw new RegistryError('invalid', image.host, message);
    },
  };
}

function strangeAnswer(
  { destination, repository }: RepositoryAccess,
  { status, body, from }: HttpAnswer,
): RegistryError {
  const { host } = destination;
  const name = from === undefined ? host : nameOfHost(from, destination);
  const code = distributionErrorCode(body);
  const said = code === undefined ? `${status}` : `${status} (${code})`;
  const message = `${name} answers ${said} to a request for a manifest of ${repository}`;
  return new RegistryError('invalid', host, message, {
    nextStep:
      code === undefined
        ? `Check that ${host} is a container registry, and whether it uses http or https.`
        : `Check whether ${host} accepts a repository with this name: some require a project, or a certain depth.`,
  });
}

/**
 * The first code of an error body (distribution specification, "Error codes"), e.g. `NAME_INVALID`; its texts are the
 * registry's own.
 */
function distributionErrorCode(body: Buffer): string | undefined {
  const [error] = fieldsList(fieldsOf(parsedOrUndefined(body)).errors);
  const code = textOf(error?.code);
  return /^[A-Z][A-Z_]{1,40}$/.test(code) ? code : undefined;
}
