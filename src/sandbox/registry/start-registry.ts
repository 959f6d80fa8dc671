import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server } from 'node:net';
import type { Answer } from './answer.ts';
import { answerRequest } from './answer-request.ts';
import { intentOf } from './gate.ts';
import { openGate } from './open-gate.ts';
import { countPulls } from './pull-limit.ts';
import { readRequest } from './read-request.ts';
import type { RegistryRequest } from './registry-request.ts';
import { refuseByRules } from './repository-rules.ts';
import { RegistryStore } from './registry-store.ts';
import { parseRoute } from './route.ts';
import type { SandboxRegistry, SandboxRegistryOptions } from './sandbox-registry.ts';
import { seedImage } from './seed-image.ts';
import { writeAnswer } from './write-answer.ts';

/** Starts a registry on a loopback address; rejects when the port is taken. */
export async function startRegistry(options: SandboxRegistryOptions = {}): Promise<SandboxRegistry> {
  const store = new RegistryStore();
  const requests: RegistryRequest[] = [];
  const answer = answerer(store, options);
  const scheme = options.tls === undefined ? 'http' : 'https';
  let host = '';

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message, scheme, host);
    requests.push(request);
    const fault = options.onRequest?.(request);
    await fault?.after;
    writeAnswer(response, fault?.status === undefined ? answer(request) : { status: fault.status }, fault);
  };
  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    serve(message, response).catch(() => response.destroy());
  };
  const { tls } = options;
  const server =
    tls === undefined
      ? createHttpServer(listener)
      : createHttpsServer({ cert: tls.certificate, key: tls.key }, listener);
  host = await listen(server, options);
  return {
    host,
    url: `${scheme}://${host}`,
    store,
    requests,
    seedImage: (seed) => seedImage(store, seed),
    stop: async () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Turns a request into an answer: endpoint, then permission, then rate limit, then the store. */
function answerer(
  store: RegistryStore,
  options: SandboxRegistryOptions,
): (request: RegistryRequest) => Answer {
  const gate = openGate(options.auth ?? { kind: 'none' });
  const manners = options.manners ?? (() => ({}));
  const countPull = countPulls(options.rateLimit);
  return (request) => {
    const route = parseRoute(request.url.pathname);
    if (route === undefined) return { status: 404 };
    if (route.kind === 'token') return gate.issueToken?.(request) ?? { status: 404 };
    const refusal =
      gate.refuse(request, intentOf(request, route)) ?? refuseByRules(manners, store, request, route);
    if (refusal !== undefined) return refusal;
    const verdict = countPull(request, route);
    const answer = verdict.refusal ?? answerRequest(store, request, route);
    const version = { 'docker-distribution-api-version': 'registry/2.0' };
    return { ...answer, headers: { ...version, ...answer.headers, ...verdict.headers } };
  };
}

async function listen(server: Server, options: SandboxRegistryOptions): Promise<string> {
  const address = options.address ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, address, resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
