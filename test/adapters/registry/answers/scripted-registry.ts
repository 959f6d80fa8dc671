/** A server that answers the four questions of our client as a script says: what real registries answer, word for word. */
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { contentDigest } from '../../../../src/adapters/registry/manifest/content-digest.ts';

/** An answer; `cut`: the connection is closed instead. `{origin}` and `{elsewhere}` in headers are the servers' URLs. */
export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly cut?: true;
}

/** What an answer may depend on. */
export interface Asked {
  readonly method: string;
  /** `none`, `Basic`, `Bearer`. */
  readonly by: string;
  /** The login that is right. */
  readonly isRight: boolean;
  /** Of a question to the token service. */
  readonly scope: string | undefined;
  /** How often the same was asked before. */
  readonly before: number;
}

type Answer = Said | ((asked: Asked) => Said);

/** What is not named is answered as by a registry that has the image and wants a token. */
export interface Script {
  /** `GET /v2/` */
  readonly ping?: Answer;
  readonly token?: Answer;
  readonly head?: Answer;
  readonly get?: Answer;
  /** Whatever is asked of another host. */
  readonly elsewhere?: Answer;
}

export const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${'1'.repeat(64)}`, size: 2 },
  layers: [],
});
export const DIGEST = contentDigest(Buffer.from(MANIFEST), undefined);

const BEARER = 'Bearer realm="{origin}/token",service="registry"';
export const CHALLENGE: Said = { status: 401, headers: { 'www-authenticate': BEARER } };
export const FOUND: Said = {
  status: 200,
  headers: {
    'content-type': 'application/vnd.oci.image.manifest.v1+json',
    'docker-content-digest': DIGEST,
  },
  body: MANIFEST,
};

const USUAL: Required<Script> = {
  ping: ({ by }) => (by === 'Bearer' ? { status: 200, body: '{}' } : CHALLENGE),
  token: ({ by, isRight }) =>
    by === 'none' || isRight ? { status: 200, body: '{"token":"t0ken"}' } : { status: 401 },
  head: ({ by }) => (by === 'none' ? CHALLENGE : FOUND),
  get: ({ by }) => (by === 'none' ? CHALLENGE : FOUND),
  elsewhere: FOUND,
};

export interface ScriptedRegistry {
  readonly host: string;
  /** `GET /token?scope=...`, in order. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** `authorization`: the header of the login that is right. */
export async function startScripted(script: Script, authorization: string): Promise<ScriptedRegistry> {
  const said = { ...USUAL, ...script };
  const asked: string[] = [];
  const answerOf = (question: keyof Script, request: http.IncomingMessage, url: URL): Said => {
    const line = `${request.method ?? ''} ${url.pathname}${url.search}`;
    const { authorization: sent = 'none' } = request.headers;
    const before = asked.filter((one) => one === line).length;
    asked.push(line);
    const answer = said[question];
    const scope = url.searchParams.get('scope') ?? undefined;
    return typeof answer === 'function'
      ? answer({
          method: request.method ?? '',
          by: sent.split(' ')[0] ?? '',
          isRight: sent === authorization,
          scope,
          before,
        })
      : answer;
  };
  const elsewhere = http.createServer((request, response) => {
    write(response, answerOf('elsewhere', request, new URL(request.url ?? '', 'http://elsewhere')), {});
  });
  const elsewhereUrl = await listen(elsewhere);
  const server = http.createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const url = new URL(request.url ?? '', origin);
    const answer = answerOf(questionAt(url, request.method), request, url);
    write(response, answer, { origin, elsewhere: elsewhereUrl });
  });
  const { host } = new URL(await listen(server));
  return {
    host,
    asked,
    stop: async () => {
      await Promise.all([server, elsewhere].map(close));
    },
  };
}

function questionAt({ pathname }: URL, method: string | undefined): keyof Script {
  if (pathname === '/v2/') return 'ping';
  if (pathname === '/token') return 'token';
  return method === 'HEAD' ? 'head' : 'get';
}

function write(
  response: http.ServerResponse,
  { status, headers = {}, body = '', cut }: Said,
  urls: Readonly<Record<string, string>>,
): void {
  if (cut === true) {
    response.destroy();
    return;
  }
  const filled = Object.entries(headers).map(([name, value]) => [
    name,
    value.replaceAll(/\{(\w+)\}/g, (_, key: string) => urls[key] ?? ''),
  ]);
  response.writeHead(status, Object.fromEntries(filled) as Record<string, string>);
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

async function listen(server: http.Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
}

async function close(server: http.Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
