/** What regsync does in repositories (regclient, scheme/reg): manifests, blobs, tags. */
import { parseManifest, IMAGE_TYPES, type Descriptor, type Manifest } from '../../oci/manifest.ts';
import type { Wire, WireAnswer } from '../../oci/wire.ts';
import { digestOf } from '../../registry/digest-of.ts';
import type { Clock } from '../../clock.ts';
import { RegistryRequests, type RegistryRequest } from './registry-requests.ts';
import type { RegsyncConfig } from './regsync-config.ts';
import { during, RegsyncError } from './regsync-error.ts';
import { commonName, type RegsyncReference } from './regsync-reference.ts';

/** A manifest's head: what it is, and what the registry says of the rate limit. */
export interface ManifestHead {
  readonly digest: string;
  readonly mediaType: string;
  readonly rateLimit: { readonly remain: number; readonly limit: number } | undefined;
}

export interface FetchedManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly content: Buffer;
  readonly manifest: Manifest;
}

const ACCEPT = [
  ...IMAGE_TYPES,
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.oci.artifact.manifest.v1+json',
].join(', ');

export interface RepositoryClientOptions {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly config: RegsyncConfig;
}

/** All methods reject with RegsyncError. */
export class RepositoryClient {
  readonly #options: RepositoryClientOptions;
  readonly #registries = new Map<string, RegistryRequests>();

  constructor(options: RepositoryClientOptions) {
    this.#options = options;
  }

  async manifestHead(reference: RegsyncReference, signal: AbortSignal): Promise<ManifestHead> {
    const path = `manifests/${reference.digest ?? reference.tag ?? ''}`;
    const what = `failed to request manifest head ${commonName(reference)}`;
    const headers = { accept: ACCEPT };
    const answer = await during(what, this.send(reference, { method: 'HEAD', path, headers }, signal));
    const digest = answer.headers['docker-content-digest'];
    if (typeof digest !== 'string') {
      const fetched = await this.manifest(reference, signal);
      return { ...fetched, rateLimit: rateLimitIn(answer) };
    }
    return { digest, mediaType: answer.headers['content-type'] ?? '', rateLimit: rateLimitIn(answer) };
  }

  async manifest(reference: RegsyncReference, signal: AbortSignal): Promise<FetchedManifest> {
    const path = `manifests/${reference.digest ?? reference.tag ?? ''}`;
    const what = `failed to get manifest ${commonName(reference)}`;
    const headers = { accept: ACCEPT };
    const { body, headers: said } = await during(
      what,
      this.send(reference, { method: 'GET', path, headers }, signal),
    );
    const digest = digestOf(body);
    if (reference.digest !== undefined && reference.digest !== digest) {
      throw new RegsyncError(`digest mismatch, expected ${reference.digest}, found ${digest}`);
    }
    const manifest = parseManifest(body);
    if (manifest === undefined)
      throw new RegsyncError(`error unmarshalling manifest for ${commonName(reference)}`);
    return { digest, mediaType: said['content-type'] ?? manifest.mediaType ?? '', content: body, manifest };
  }

  async putManifest(
    reference: RegsyncReference,
    { content, mediaType }: Pick<FetchedManifest, 'content' | 'mediaType'>,
    signal: AbortSignal,
  ): Promise<WireAnswer> {
    const path = `manifests/${reference.digest ?? reference.tag ?? ''}`;
    const request = { method: 'PUT', path, headers: { 'content-type': mediaType }, body: content };
    return during(`failed to put manifest ${commonName(reference)}`, this.send(reference, request, signal));
  }

  async hasBlob(reference: RegsyncReference, digest: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.send(reference, { method: 'HEAD', path: `blobs/${digest}` }, signal);
      return true;
    } catch (error) {
      if (error instanceof RegsyncError && error.kind !== 'canceled') return false;
      throw error;
    }
  }

  async blob(reference: RegsyncReference, { digest }: Descriptor, signal: AbortSignal): Promise<Buffer> {
    const what = `failed to get blob, digest ${digest}, ref ${commonName(reference)}`;
    const { body } = await during(
      what,
      this.send(reference, { method: 'GET', path: `blobs/${digest}` }, signal),
    );
    const found = digestOf(body);
    if (found === digest) return body;
    throw new RegsyncError(`${what}: digest mismatch, expected ${digest}, computed ${found}`);
  }

  async tags(reference: RegsyncReference, signal: AbortSignal): Promise<readonly string[]> {
    const { registry, repository } = reference;
    const what = `failed to list tags for ${registry}/${repository}`;
    const { body } = await during(what, this.send(reference, { method: 'GET', path: 'tags/list' }, signal));
    return (JSON.parse(body.toString('utf8')) as { readonly tags?: readonly string[] }).tags ?? [];
  }

  /** An answer of 2xx. */
  async send(
    { registry, repository }: RegsyncReference,
    request: Omit<RegistryRequest, 'repository'>,
    signal: AbortSignal,
  ): Promise<WireAnswer> {
    return this.#requests(registry).send({ ...request, repository }, signal);
  }

  /** Where the registry says that an upload goes on. */
  location(reference: RegsyncReference, { headers }: WireAnswer, what: string): URL {
    const { hostname, tls } = this.#requests(reference.registry).registry;
    if (headers.location === undefined) throw new RegsyncError(`${what}: location header missing`);
    return new URL(headers.location, `${tls === 'disabled' ? 'http' : 'https'}://${hostname}`);
  }

  #requests(name: string): RegistryRequests {
    const known = this.#registries.get(name);
    if (known !== undefined) return known;
    const { config, wire, clock } = this.#options;
    const made = new RegistryRequests(config.registry(name), { wire, clock });
    this.#registries.set(name, made);
    return made;
  }
}

function rateLimitIn({ headers }: WireAnswer): ManifestHead['rateLimit'] {
  const [remain, limit] = ['ratelimit-remaining', 'ratelimit-limit'].map((name) =>
    Number.parseInt(String(headers[name]), 10),
  );
  return remain === undefined || Number.isNaN(remain) ? undefined : { remain, limit: limit ?? 0 };
}
