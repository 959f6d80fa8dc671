import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:net';
import { createAuthority, issueCertificate } from '../certificates/issue-certificate.ts';
import { MASTERS, type SandboxUser } from './access/api-user.ts';
import type { Permits } from './access/permits.ts';
import { rolePermits } from './access/rbac.ts';
import { serviceAccountTokens } from './access/service-account-tokens.ts';
import { answerRequest } from './answer-request.ts';
import { clearCustomResources } from './clear-custom-resources.ts';
import { readRequest } from './http/read-request.ts';
import { failureAnswer } from './http/status-answer.ts';
import { writeAnswer } from './http/write-answer.ts';
import { ADMINISTRATOR, kubeconfigText } from './kubeconfig.ts';
import type { SandboxApi, SandboxApiOptions } from './sandbox-api.ts';

/** So many requests are remembered. */
const REMEMBERED = 100_000;

/** Starts the API on a loopback address; rejects when the port is taken. */
export async function startApi(options: SandboxApiOptions): Promise<SandboxApi> {
  const { objects, clock } = options;
  const authority = createAuthority('sandbox-ca');
  const { certificate, key } = issueCertificate(authority, { names: ['127.0.0.1', 'localhost'] });
  const users = [administrator(), ...(options.users ?? [])];
  const requests: SandboxApi['requests'][number][] = [];
  const byRoles = rolePermits(objects);
  const permits: Permits = (user, attempt) =>
    byRoles(user, attempt) || options.permits?.(user, attempt) === true;
  const tokens = serviceAccountTokens(objects, clock);
  const answer = answerRequest({ ...options, permits, tokens }, users);

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.on('close', () => {
      gone.abort();
    });
    const request = await readRequest(message, gone.signal);
    requests.push({ method: request.method, url: request.url, headers: request.headers });
    if (requests.length > REMEMBERED) requests.splice(0, REMEMBERED / 2);
    const fault = options.onRequest?.(request);
    await fault?.after;
    const made = fault?.failure === undefined ? answer(request) : failureAnswer(fault.failure);
    await writeAnswer(response, made, fault);
  };
  const server = createServer({ cert: certificate, key }, (message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  // Idle connections of clients are theirs to close.
  server.keepAliveTimeout = 0;
  const url = await listen(server, options.port ?? 0);
  const stopClearing = clearCustomResources(objects, clock);
  const known = { url, certificateAuthority: authority.certificate };
  return {
    ...known,
    kubeconfig: kubeconfigText(known, users, ADMINISTRATOR),
    kubeconfigFor: (user) => kubeconfigText(known, users, user),
    requests,
    stop: async () => {
      stopClearing();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

function administrator(): SandboxUser {
  return { name: ADMINISTRATOR, token: randomBytes(16).toString('hex'), groups: [MASTERS] };
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = server.address();
  return `https://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
}
