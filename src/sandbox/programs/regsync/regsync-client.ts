/** What regsync does in repositories: manifests, blobs, referrers, in the words of regclient (scheme/reg). */
import type { Clock } from '../../clock.ts';
import { IMAGE_TYPES, type Manifest, parseManifest } from '../../oci/manifest.ts';
import { LoginMissing, RegistryClient, type RegistryRequest } from '../../oci/registry-client.ts';
import { TokenRefused } from '../../oci/fetch-token.ts';
import { type Wire, type WireAnswer, WireFailure } from '../../oci/wire.ts';
import { digestOf } from '../../registry/digest-of.ts';
import type { RegsyncConfig } from './regsync-config.ts';
import { during, httpError, RegsyncError } from './regsync-error.ts';
import { commonName, type RegsyncReference } from './regsync-reference.ts';

/** What a manifest is. */
export interface ManifestHead {
  readonly digest: string;
  readonly mediaType: string;
}

export interface FetchedManifest extends ManifestHead {
  readonly content: Buffer;
  readonly manifest: Manifest;
}

export interface RegsyncClientOptions {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly config: RegsyncConfig;
  /** Aborted when regsync is told to end. */
  readonly signal: AbortSignal;
}

type Sent = Omit<RegistryRequest, 'repository'>;

const HEADERS = {
  accept: [...IMAGE_TYPES, 'application/vnd.docker.distribution.manifest.v1+prettyjws'].join(', '),
};

const TOKENS = { clientId: 'regclient/regsync (v0.11.7)', posts: false };

/** Answers of a server that is overloaded. */
const TRIED_AGAIN = new Set([408, 429, 500, 502, 504]);

const MOST_FAILURES = 5;

/** All methods reject with RegsyncError. */
export class RegsyncClient {
  readonly #options: RegsyncClientOptions;
  readonly #registries = new Map<string, RegistryClient>();

  constructor(options: RegsyncClientOptions) {
    this.#options = options;
  }

  async manifestHead(reference: RegsyncReference): Promise<ManifestHead> {
    const request = { method: 'HEAD', path: manifestPath(reference), headers: HEADERS };
    const what = `failed to request manifest head ${commonName(reference)}`;
    const { headers } = await during(what, this.#send(reference, request));
    const digest = headers['docker-content-digest'];
    if (typeof digest !== 'string') return this.manifest(reference);
    return { digest, mediaType: headers['content-type'] ?? '' };
  }

  async manifest(reference: RegsyncReference): Promise<FetchedManifest> {
    const request = { method: 'GET', path: manifestPath(reference), headers: HEADERS };
    const what = `failed to get manifest ${commonName(reference)}`;
    const { body, headers } = await during(what, this.#send(reference, request));
    const digest = digestOf(body);
    if (reference.digest !== undefined && reference.digest !== digest) {
      throw new RegsyncError(`digest mismatch, expected ${reference.digest}, found ${digest}`);
    }
    const manifest = parseManifest(body);
    if (manifest === undefined)
      throw new RegsyncError(`error unmarshalling manifest for ${commonName(reference)}`);
    return { digest, mediaType: headers['content-type'] ?? '', content: body, manifest };
  }

  async putManifest(reference: RegsyncReference, { content, mediaType }: FetchedManifest): Promise<void> {
    const headers = { 'content-type': mediaType };
    const request = { method: 'PUT', path: manifestPath(reference), headers, body: content };
    await during(`failed to put manifest ${commonName(reference)}`, this.#send(reference, request));
  }

  /** Digests of what refers to a manifest, such as signatures; none where a registry does not tell. */
  async referrers(reference: RegsyncReference, digest: string): Promise<readonly string[]> {
    try {
      const { body } = await this.#send(reference, { method: 'GET', path: `referrers/${digest}` });
      return (parseManifest(body)?.manifests ?? []).map((one) => one.digest);
    } catch (error) {
      if (error instanceof RegsyncError && error.kind !== 'canceled') return [];
      throw error;
    }
  }

  /** Not at all where it is there, by mounting within a registry, else through here. */
  async copyBlob(source: RegsyncReference, target: RegsyncReference, digest: string): Promise<void> {
    if (await this.#hasBlob(target, digest)) return;
    const mounts = source.registry === target.registry ? `?mount=${digest}&from=${source.repository}` : '';
    const ref = commonName(target);
    const start = { method: 'POST', path: `blobs/uploads/${mounts}` };
    const begun = await during(`failed to send blob post, ref ${ref}`, this.#send(target, start));
    if (begun.status === 201) return;
    const body = await this.#blob(source, digest);
    const path = new URL(begun.headers.location ?? '', this.#at(target).url({ repository: '', path: '' }));
    path.searchParams.set('digest', digest);
    const headers = { 'content-type': 'application/octet-stream' };
    const what = `failed to send blob (put), digest ${digest}, ref ${ref}`;
    await during(what, this.#send(target, { method: 'PUT', path, headers, body }));
  }

  async #hasBlob(reference: RegsyncReference, digest: string): Promise<boolean> {
    try {
      await this.#send(reference, { method: 'HEAD', path: `blobs/${digest}` });
      return true;
    } catch (error) {
      if (error instanceof RegsyncError && error.kind !== 'canceled') return false;
      throw error;
    }
  }

  async #blob(reference: RegsyncReference, digest: string): Promise<Buffer> {
    const what = `failed to get blob, digest ${digest}, ref ${commonName(reference)}`;
    const request = { method: 'GET', path: `blobs/${digest}` };
    const { body } = await during(what, this.#send(reference, request));
    const found = digestOf(body);
    if (found === digest) return body;
    throw new RegsyncError(`${what}: digest mismatch, expected ${digest}, computed ${found}`);
  }

  /** An answer of 2xx. */
  async #send(reference: RegsyncReference, sent: Sent): Promise<WireAnswer> {
    const { signal } = this.#options;
    const client = this.#at(reference);
    const request = { ...sent, repository: reference.repository };
    let answer: WireAnswer;
    try {
      answer = await client.send(request, signal);
    } catch (error) {
      throw signal.aborted ? CANCELED : inWords(error, request, client);
    }
    const { status, body } = answer;
    if (status < 300) return answer;
    if (status === 401) throw new RegsyncError('unauthorized', 'status');
    throw new RegsyncError(`request failed: ${httpError(status)}: ${body.toString('utf8')}`, 'status');
  }

  #at({ registry }: RegsyncReference): RegistryClient {
    const known = this.#registries.get(registry);
    if (known !== undefined) return known;
    const { wire, clock, config } = this.#options;
    const made = new RegistryClient({ ...config.registry(registry), wire, clock, tokens: TOKENS, again });
    this.#registries.set(registry, made);
    return made;
  }
}

const CANCELED = new RegsyncError('context canceled', 'canceled');

function manifestPath({ digest, tag = '' }: RegsyncReference): string {
  return `manifests/${digest ?? tag}`;
}

/** Ever more slowly, or when the registry says (internal/reghttp). */
function again(failure: WireAnswer | WireFailure, failures: number): number | undefined {
  if (failures >= MOST_FAILURES) return undefined;
  const wait = 100 * 2 ** failures;
  if (failure instanceof WireFailure) return wait;
  if (!TRIED_AGAIN.has(failure.status)) return undefined;
  const after = Number(failure.headers['retry-after']);
  return after > 0 ? after * 1000 : wait;
}

function inWords(error: unknown, request: RegistryRequest, client: RegistryClient): unknown {
  if (error instanceof LoginMissing)
    return new RegsyncError('no credentials available: unauthorized', 'status');
  if (error instanceof TokenRefused) return new RegsyncError('unauthorized', 'status');
  if (!(error instanceof WireFailure)) return error;
  const verb = request.method.charAt(0) + request.method.slice(1).toLowerCase();
  return new RegsyncError(`${verb} "${client.url(request).href}": ${error.message}`, 'network');
}
