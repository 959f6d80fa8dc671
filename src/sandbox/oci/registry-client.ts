/** Requests to one registry, for whoever pulls or copies: logs in when it is asked to, and tries again as told. */
import { type Clock, pause } from '../clock.ts';
import { parseChallenges, type Challenge } from './challenge.ts';
import { basicHeader, fetchToken } from './fetch-token.ts';
import type { Login } from './login.ts';
import { WireFailure, type Trust, type Wire, type WireAnswer } from './wire.ts';

export interface RegistryClientOptions {
  readonly wire: Wire;
  readonly clock: Clock;
  /** `http(s)://host[:port]`. */
  readonly origin: string;
  readonly trust: Trust;
  readonly login: Login | undefined;
  /** How token services are asked. */
  readonly tokens: { readonly clientId: string; readonly posts: boolean };
  /** Milliseconds after which a request is sent once more, failed so many times; `undefined`: what came counts. */
  readonly again: (failure: WireAnswer | WireFailure, failures: number) => number | undefined;
}

export interface RegistryRequest {
  readonly method: string;
  readonly repository: string;
  /** Below `/v2/<repository>/`, or the URL that the registry gave. */
  readonly path: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** The registry wants a user name and a password, and there are none. */
export class LoginMissing extends Error {
  override readonly name = 'LoginMissing';
}

export class RegistryClient {
  readonly #options: RegistryClientOptions;
  /** `Authorization` by access. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistryClientOptions) {
    this.#options = options;
  }

  url({ repository, path }: Pick<RegistryRequest, 'repository' | 'path'>): URL {
    return typeof path === 'string' ? new URL(`/v2/${repository}/${path}`, this.#options.origin) : path;
  }

  /** The last answer, whatever its status. Rejects with WireFailure, LoginMissing or TokenRefused. */
  async send(request: RegistryRequest, signal?: AbortSignal): Promise<WireAnswer> {
    for (let failures = 1; ; failures += 1) {
      const outcome = await this.#sendOnce(request, signal);
      const failed = outcome instanceof WireFailure || outcome.status > 399;
      const wait = failed && signal?.aborted !== true ? this.#options.again(outcome, failures) : undefined;
      if (wait === undefined) {
        if (outcome instanceof WireFailure) throw outcome;
        return outcome;
      }
      if (signal !== undefined) await pause(wait, this.#options.clock, signal);
    }
  }

  async #sendOnce(request: RegistryRequest, signal?: AbortSignal): Promise<WireAnswer | WireFailure> {
    try {
      const access = accessOf(request);
      const sent = this.#authorizations.get(access);
      const answer = await this.#transmit(request, sent, signal);
      if (answer.status !== 401) return answer;
      const renewed = await this.#authorize(answer, { access, sent, signal });
      return renewed === undefined ? answer : await this.#transmit(request, renewed, signal);
    } catch (error) {
      if (error instanceof WireFailure) return error;
      throw error;
    }
  }

  /** What to send instead; `undefined`: nothing would be of more use than what was sent. */
  async #authorize(
    { headers }: WireAnswer,
    { access, sent, signal }: { access: string; sent: string | undefined; signal: AbortSignal | undefined },
  ): Promise<string | undefined> {
    const now = this.#authorizations.get(access);
    // Another request has been let in meanwhile.
    if (now !== sent) return now;
    const challenges = parseChallenges(headers['www-authenticate']);
    const challenge = challenges.find(({ scheme }) => scheme === 'bearer' || scheme === 'basic');
    if (challenge === undefined || (sent !== undefined && !isExpired(challenge))) return undefined;
    const made = challenge.scheme === 'basic' ? this.#basic() : await this.#bearer(challenge, access, signal);
    this.#authorizations.set(access, made);
    return made;
  }

  #basic(): string {
    const { login } = this.#options;
    if (login === undefined || login.identityToken !== undefined) throw new LoginMissing('no credentials');
    return basicHeader(login);
  }

  async #bearer(challenge: Challenge, access: string, signal?: AbortSignal): Promise<string> {
    const { wire, trust, login, tokens } = this.#options;
    const scopes = [challenge.parameters.scope ?? access];
    const wish = { challenge, login, scopes, ...tokens };
    return `Bearer ${await fetchToken(wish, async (request) => wire.send(request, trust, signal))}`;
  }

  async #transmit(
    request: RegistryRequest,
    authorization: string | undefined,
    signal?: AbortSignal,
  ): Promise<WireAnswer> {
    const { wire, trust } = this.#options;
    const { method, headers, body } = request;
    const sent = {
      method,
      url: this.url(request),
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body }),
    };
    return wire.send(sent, trust, signal);
  }
}

/** As token services write it: `repository:shop/web:pull`. */
function accessOf({ method, repository }: RegistryRequest): string {
  return `repository:${repository}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push'}`;
}

/** A token that has lived its time is refused without a word of its scope. */
function isExpired({ scheme, parameters }: Challenge): boolean {
  return scheme === 'bearer' && parameters.error === undefined;
}
