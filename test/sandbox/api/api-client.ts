/** Speaks to the API of the sandbox at the wire. */
import https from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import type { SandboxApi } from '../../../src/sandbox/api/sandbox-api.ts';

export interface ApiReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body, parsed. */
  readonly json: unknown;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
  /** Sent as it is written: a URL takes `..` for a step. */
  readonly exact?: true;
}

export interface ApiClient {
  ask(path: string, options?: AskOptions): Promise<ApiReply>;
  /** The answer as soon as its headers are there. */
  open(path: string, options?: AskOptions): Promise<IncomingMessage>;
}

interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
}

/** A client with the token of a user; the administrator's by default, none at all for `''`. */
export function apiClient(
  { url, kubeconfig, certificateAuthority }: SandboxApi,
  user = 'kubernetes-admin',
): ApiClient {
  const agent = new https.Agent({ ca: certificateAuthority, keepAlive: true });
  const { users } = parse(kubeconfig) as Kubeconfig;
  const token = users.find(({ name }) => name === user)?.user.token;
  const login = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const open = async (path: string, options: AskOptions = {}): Promise<IncomingMessage> => {
    const { method = 'GET', headers, body } = options;
    const sent = bytesOf(body);
    const exactly = options.exact === undefined ? {} : { path };
    return new Promise((resolve, reject) => {
      const about = { 'content-type': 'application/json', 'content-length': `${sent.length}` };
      const all = { ...login, ...(body === undefined ? {} : about), ...headers };
      https
        .request(new URL(path, url), { method, agent, headers: all, ...exactly }, resolve)
        .on('error', reject)
        .end(sent);
    });
  };
  return {
    open,
    ask: async (path, options) => {
      const reply = await open(path, options);
      const chunks: Buffer[] = [];
      for await (const chunk of reply as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      const isJson = reply.headers['content-type']?.startsWith('application/json') === true;
      const json =
        isJson && reply.headers['content-encoding'] === undefined ? (JSON.parse(text) as unknown) : undefined;
      return { status: reply.statusCode ?? 0, headers: reply.headers, text, json };
    },
  };
}

function bytesOf(body: unknown): Buffer {
  if (body instanceof Buffer) return body;
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The lines of an answer, one at a time; leaving the loop closes the connection. */
export async function* linesOf(reply: IncomingMessage): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: reply });
  } finally {
    reply.destroy();
  }
}

/** The next lines of an answer, parsed. */
export async function nextEvents(lines: AsyncIterator<string>, count: number): Promise<unknown[]> {
  const events: unknown[] = [];
  while (events.length < count) {
    const line = await lines.next();
    if (line.done === true) throw new Error(`the watch ended after ${events.length} events`);
    events.push(JSON.parse(line.value));
  }
  return events;
}
