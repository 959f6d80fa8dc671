/** Pulls one image with one login, as containerd does (client/pull.go): resolve, then everything that it consists of. */
import { DOCKER_HUB } from '../../../domain/image/docker-hub.ts';
import type { Clock } from '../../clock.ts';
import type { Login } from '../../oci/login.ts';
import { IMAGE_TYPES, parseManifest, type Descriptor, type Manifest } from '../../oci/manifest.ts';
import { statusText } from '../../oci/status-text.ts';
import type { Wire, WireAnswer } from '../../oci/wire.ts';
import { digestOf } from '../../registry/digest-of.ts';
import type { ContentStore, ImageConfig, PulledImage } from './content-store.ts';
import type { ImageName } from './image-name.ts';
import { PullFailure } from './pull-failure.ts';
import { RegistrySession } from './registry-session.ts';

/** How nodes reach registries. */
export interface RegistryReach {
  readonly wire: Wire;
  readonly clock: Clock;
  /** PEM certificates by `host[:port]`. */
  readonly trustedAuthorities: ReadonlyMap<string, string>;
  readonly plainHttpHosts: ReadonlySet<string>;
}

export interface PullRequest {
  readonly reach: RegistryReach;
  readonly store: ContentStore;
  readonly name: ImageName;
  readonly login: Login | undefined;
}

/** Address that Docker Hub's images are served from. */
const DOCKER_HUB_ADDRESS = 'registry-1.docker.io';

const ACCEPT = [...IMAGE_TYPES, '*/*'].join(', ');

/** Rejects with PullFailure. */
export async function pullImage(pull: PullRequest): Promise<PulledImage> {
  const { normalised } = pull.name;
  try {
    return await pullThrough(sessionFor(pull), pull);
  } catch (error) {
    if (error instanceof PullFailure) throw error.during(`failed to pull and unpack image "${normalised}"`);
    throw error;
  }
}

function sessionFor({ reach, name, login }: PullRequest): RegistrySession {
  const { host, repository } = name.reference;
  const address = host === DOCKER_HUB ? DOCKER_HUB_ADDRESS : host;
  const ca = reach.trustedAuthorities.get(host);
  return new RegistrySession({
    wire: reach.wire,
    clock: reach.clock,
    origin: `${reach.plainHttpHosts.has(host) ? 'http' : 'https'}://${address}`,
    trust: ca === undefined ? {} : { ca },
    repository,
    login,
  });
}

async function pullThrough(session: RegistrySession, pull: PullRequest): Promise<PulledImage> {
  const { store, name } = pull;
  const { host, repository } = name.reference;
  const digest = await resolve(session, name);
  const top = await manifest(session, store, digest);
  const image = await imageFor(session, store, top);
  const parts = [...(image.config === undefined ? [] : [image.config]), ...(image.layers ?? [])];
  await Promise.all(parts.map(async (part) => fetchBlob(session, store, part, part === image.config)));
  const config = store.document(image.config?.digest ?? '');
  const pulled: PulledImage = {
    imageId: `${host}/${repository}@${digest}`,
    configDigest: image.config?.digest ?? digest,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    config: config === undefined ? {} : configIn(config),
  };
  store.keepImage(name.normalised, pulled);
  return pulled;
}

/** The digest that the name stands for. */
async function resolve(session: RegistrySession, { reference, normalised }: ImageName): Promise<string> {
  const path = `manifests/${reference.digest ?? reference.tag ?? ''}`;
  try {
    const answer = await session.request('HEAD', path, ACCEPT);
    if (answer.status === 404) throw new PullFailure('not-found', `${normalised}: not found`);
    if (answer.status > 299) throw unexpected('HEAD', session.url(path), answer);
    const named = reference.digest ?? answer.headers['docker-content-digest'];
    if (typeof named === 'string') return named;
    return digestOf((await session.request('GET', path, ACCEPT)).body);
  } catch (error) {
    if (error instanceof PullFailure) throw error.during(`failed to resolve reference "${normalised}"`);
    throw error;
  }
}

/** The image for this kind of node: the manifest itself, or the one that an index has for it. */
async function imageFor(session: RegistrySession, store: ContentStore, top: Manifest): Promise<Manifest> {
  if (top.manifests === undefined) return top;
  const fitting = top.manifests.find(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64',
  );
  if (fitting === undefined)
    throw new PullFailure('not-found', 'no match for platform in manifest: not found');
  return manifest(session, store, fitting.digest);
}

async function manifest(session: RegistrySession, store: ContentStore, digest: string): Promise<Manifest> {
  const content =
    store.document(digest) ??
    (await fetchContent(session, `manifests/${digest}`, { digest, ref: 'manifest' }));
  const parsed = parseManifest(content);
  if (parsed === undefined) throw new PullFailure('unknown', `failed to unmarshal manifest ${digest}`);
  store.keepDocument(digest, content);
  return parsed;
}

async function fetchBlob(
  session: RegistrySession,
  store: ContentStore,
  { digest }: Descriptor,
  isConfig: boolean,
): Promise<void> {
  const ref = isConfig ? 'config' : 'layer';
  await store.once(digest, async () => {
    const content = await fetchContent(session, `blobs/${digest}`, { digest, ref });
    if (isConfig) store.keepDocument(digest, content);
    else store.keepLayer(digest, content.length);
  });
}

async function fetchContent(
  session: RegistrySession,
  path: string,
  { digest, ref }: { readonly digest: string; readonly ref: string },
): Promise<Buffer> {
  const url = session.url(path);
  const accept = ref === 'manifest' ? ACCEPT : '*/*';
  const answer = await session.request('GET', path, accept);
  const opening = 'failed to copy: httpReadSeeker: failed open';
  if (answer.status === 404) {
    throw new PullFailure('not-found', `${opening}: content at ${url} not found: not found`);
  }
  if (answer.status > 299) throw unexpected('GET', url, answer).during(opening);
  const found = digestOf(answer.body);
  if (found === digest) return answer.body;
  throw new PullFailure(
    'failed-precondition',
    `failed commit on ref "${ref}-${digest}": unexpected commit digest ${found}, expected ${digest}: failed precondition`,
  );
}

function unexpected(method: string, url: string, { status }: WireAnswer): PullFailure {
  return new PullFailure(
    'unknown',
    `unexpected status from ${method} request to ${url}: ${status} ${statusText(status)}`,
  );
}

function configIn(content: Buffer): ImageConfig {
  const { config } = JSON.parse(content.toString('utf8')) as { readonly config?: ImageConfig };
  return config ?? {};
}
