import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

/** A registry as the tests reach it. */
export interface Registry {
  /** `host[:port]`, as image references name it. */
  readonly host: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM of the certificate authority to trust besides the system's. */
  readonly ca?: string;
  readonly plainHttp?: boolean;
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, `/v2/...`; or an absolute URL that the registry answered. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface RegistryResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer of the registry that the caller did not expect. */
export class RegistryResponseError extends Error {
  readonly status: number;

  constructor(request: RegistryRequest, response: RegistryResponse) {
    super(
      `${request.method} ${request.path}: ${response.status.toString()} ${response.body.toString('utf8')}`,
    );
    this.name = 'RegistryResponseError';
    this.status = response.status;
  }
}

export function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Sends one request of the OCI distribution API, whatever the answer's status. Follows no redirect. */
export async function requestRegistry(
  registry: Registry,
  request: RegistryRequest,
): Promise<RegistryResponse> {
  const response = await send(registry, request, basic(registry));
  const challenge = response.headers['www-authenticate'] ?? '';
  if (response.status !== 401 || !challenge.startsWith('Bearer ')) return response;
  return send(registry, request, await bearer(registry, challenge));
}

type Headers = Readonly<Record<string, string>>;

async function send(
  registry: Registry,
  request: RegistryRequest,
  authorization: Headers,
): Promise<RegistryResponse> {
  const scheme = registry.plainHttp === true ? 'http' : 'https';
  const url = new URL(request.path, `${scheme}://${registry.host}`);
  const options: https.RequestOptions = {
    method: request.method,
    headers: { ...authorization, ...request.headers, 'content-length': request.body?.length ?? 0 },
    ...(registry.ca === undefined ? {} : { ca: registry.ca }),
  };
  return new Promise((resolve, reject) => {
    const sent = (scheme === 'http' ? http : https).request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    sent.end(request.body);
  });
}

/** Sends a request and throws a `RegistryResponseError` unless its status is one of `expected`. */
export async function expectFromRegistry(
  registry: Registry,
  request: RegistryRequest,
  expected: readonly number[],
): Promise<RegistryResponse> {
  const response = await requestRegistry(registry, request);
  if (!expected.includes(response.status)) throw new RegistryResponseError(request, response);
  return response;
}

function basic({ username, password = '' }: Registry): Headers {
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` };
}

/** From the token service that the challenge names: distribution project, "Token Authentication Specification". */
async function bearer(registry: Registry, challenge: string): Promise<Headers> {
  const part = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const query = new URLSearchParams({ service: part('service'), scope: part('scope') }).toString();
  const { body } = await send(
    registry,
    { method: 'GET', path: `${part('realm')}?${query}` },
    basic(registry),
  );
  const { token = '' } = JSON.parse(body.toString('utf8')) as { readonly token?: string };
  return { authorization: `Bearer ${token}` };
}
