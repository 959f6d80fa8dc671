/** Requests to a registry as containerd makes them (core/remotes/docker: resolver.go, authorizer.go). */
import type { Credential } from '../../../domain/credentials/credential.ts';
import { parseChallenges, type Challenge } from '../../oci/challenge.ts';
import { basicHeader, fetchToken, TokenRefused } from '../../oci/fetch-token.ts';
import { WireFailure, type Trust, type Wire, type WireAnswer, type WireRequest } from '../../oci/wire.ts';
import { statusText } from '../../oci/status-text.ts';
import { PullFailure } from './pull-failure.ts';

/** One image to be pulled, and how. */
export interface SessionOptions {
  readonly wire: Wire;
  /** `http(s)://host[:port]`. */
  readonly origin: string;
  readonly trust: Trust;
  readonly repository: string;
  readonly credential: Credential | undefined;
}

/** How often one request is answered before its last answer counts. */
const MAX_ANSWERS = 6;

const REPEATED = new Set([408, 429]);

/** Like 500, repeated once: the same answer twice counts. */
const REPEATED_ONCE = new Set([500, 503, 504]);

export class RegistrySession {
  readonly #options: SessionOptions;
  #authorization: string | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  url(path: string): string {
    return `${this.#options.origin}/v2/${this.#options.repository}/${path}`;
  }

  /** The last answer, whatever its status. Throws PullFailure. */
  async request(method: 'HEAD' | 'GET', path: string, accept?: string): Promise<WireAnswer> {
    const statuses: number[] = [];
    for (;;) {
      const request: WireRequest = {
        method,
        url: new URL(this.url(path)),
        headers: {
          ...(accept !== undefined && { accept }),
          ...(this.#authorization !== undefined && { authorization: this.#authorization }),
        },
      };
      const answer = await this.#send(request);
      statuses.push(answer.status);
      if (!(await this.#goesOn(answer, statuses))) return answer;
    }
  }

  async #goesOn(answer: WireAnswer, statuses: readonly number[]): Promise<boolean> {
    const { status } = answer;
    if (statuses.length >= MAX_ANSWERS) return false;
    if (status === 401) return this.#authorize(answer, statuses.length);
    return REPEATED.has(status) || (REPEATED_ONCE.has(status) && statuses.at(-2) !== status);
  }

  /** Takes up what the registry asks for; `false` when it asks for nothing that we can do. */
  async #authorize({ headers }: WireAnswer, answers: number): Promise<boolean> {
    const { credential } = this.#options;
    for (const challenge of parseChallenges(headers['www-authenticate'])) {
      const { error } = challenge.parameters;
      if (error !== undefined && answers > 1) throw denied(`server message: ${error}: authorization failed`);
      if (challenge.scheme === 'bearer') {
        this.#authorization = `Bearer ${await this.#token(challenge)}`;
        return true;
      }
      if (challenge.scheme !== 'basic') continue;
      if (credential?.kind !== 'basic') throw denied('authorization failed: no basic auth credentials');
      this.#authorization = basicHeader(credential);
      return true;
    }
    return false;
  }

  async #token(challenge: Challenge): Promise<string> {
    const { repository, credential } = this.#options;
    const scopes = [challenge.parameters.scope ?? `repository:${repository}:pull`];
    const wish = { challenge, credential, scopes, posts: true, clientId: 'containerd-client' };
    try {
      return await fetchToken(wish, async (request) => this.#send(request));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      const status = `${error.status} ${statusText(error.status)}`;
      const kind = credential === undefined ? 'anonymous' : 'oauth';
      throw new PullFailure(
        'unknown',
        `failed to authorize: failed to fetch ${kind} token: unexpected status from ${error.method} request to ${error.url}: ${status}`,
      );
    }
  }

  async #send(request: WireRequest): Promise<WireAnswer> {
    const { wire, trust } = this.#options;
    try {
      return await wire.send(request, trust);
    } catch (error) {
      if (!(error instanceof WireFailure)) throw error;
      const verb = request.method.charAt(0) + request.method.slice(1).toLowerCase();
      throw new PullFailure(
        'unknown',
        `failed to do request: ${verb} "${request.url.href}": ${error.message}`,
      );
    }
  }
}

function denied(message: string): PullFailure {
  return new PullFailure(
    'unknown',
    `pull access denied, repository does not exist or may require authorization: ${message}`,
  );
}
