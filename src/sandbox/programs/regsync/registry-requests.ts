/** Requests to one registry with regclient's way of trying again (internal/reghttp/http.go). */
import { WireFailure, type Wire, type WireAnswer, type WireRequest } from '../../oci/wire.ts';
import type { Clock } from '../../clock.ts';
import { pause } from '../pause.ts';
import { accessTo, RegistryLogin, unauthorized } from './registry-login.ts';
import type { RegsyncRegistry } from './regsync-config.ts';
import { httpError, RegsyncError } from './regsync-error.ts';
import { Slots } from './slots.ts';

export interface RegistryRequest {
  readonly method: string;
  readonly repository: string;
  /** Below `/v2/<repository>/`, or the URL that the registry gave. */
  readonly path: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Nothing is tried again. */
  readonly once?: boolean;
}

export interface RequestSurroundings {
  readonly wire: Wire;
  readonly clock: Clock;
}

const ATTEMPTS = 6;

/** Failures in a row after which a registry is given up. */
const BACK_OFFS = 5;

const WAIT = { first: 100, longest: 30_000 };

/** Answers of a server that is overloaded: tried again. */
const TRIED_AGAIN = new Set([408, 429, 500, 502, 504]);

/** Of these, the registry is no worse for other requests. */
const HARMLESS = new Set([401, 404, 416]);

export class RegistryRequests {
  readonly registry: RegsyncRegistry;
  readonly #around: RequestSurroundings;
  readonly #slots: Slots;
  readonly #login: RegistryLogin;
  #backOffs = 0;
  #successes = 0;

  constructor(registry: RegsyncRegistry, around: RequestSurroundings) {
    this.registry = registry;
    this.#around = around;
    this.#login = new RegistryLogin(registry.credential);
    this.#slots = new Slots(registry.concurrent);
  }

  /** An answer of 2xx. Rejects with RegsyncError. */
  async send(request: RegistryRequest, signal: AbortSignal): Promise<WireAnswer> {
    return this.#slots.run(async () => this.#attempts(request, signal));
  }

  async #attempts(request: RegistryRequest, signal: AbortSignal): Promise<WireAnswer> {
    let wait = this.#wait();
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (!(await pause(wait, this.#around.clock, signal)))
        throw new RegsyncError('context canceled', 'canceled');
      const outcome = await this.#attempt(request, signal);
      if (!(outcome instanceof Retry)) {
        this.#succeeded();
        return outcome;
      }
      if (!outcome.authorized) this.#checkBackOffs(outcome, request);
      wait = outcome.authorized ? 0 : (outcome.after ?? this.#wait());
    }
    throw new RegsyncError('retry limit exceeded');
  }

  #checkBackOffs({ error, after }: Retry, { once }: RegistryRequest): void {
    if (once === true) throw error;
    if (after !== undefined) return;
    this.#backOffs += 1;
    if (this.#backOffs >= BACK_OFFS) throw error;
  }

  async #attempt(request: RegistryRequest, signal: AbortSignal): Promise<WireAnswer | Retry> {
    const wired = this.#wired(request);
    try {
      const answer = await this.#transmit(wired, signal);
      if (answer.status >= 200 && answer.status < 300) return answer;
      if (answer.status !== 401) return this.#refused(answer, request);
      return await this.#authorize(request, wired, answer.headers['www-authenticate'], signal);
    } catch (error) {
      if (error instanceof RegsyncError && error.kind === 'network') return new Retry(error);
      throw error;
    }
  }

  /** Throws what trying again does not help with. */
  #refused({ status, headers, body }: WireAnswer, { once }: RegistryRequest): Retry {
    const message = `request failed: ${httpError(status)}: ${body.toString('utf8')}`;
    const error = new RegsyncError(message, 'status', status);
    if (!TRIED_AGAIN.has(status)) {
      if (!HARMLESS.has(status) && once !== true) this.#backOffs += 1;
      throw error;
    }
    const after = Number(headers['retry-after']);
    return new Retry(error, after > 0 ? after * 1000 : undefined);
  }

  #wired({ method, repository, path, headers, body }: RegistryRequest): WireRequest {
    const { tls, hostname } = this.registry;
    const origin = `${tls === 'disabled' ? 'http' : 'https'}://${hostname}`;
    const url = typeof path === 'string' ? new URL(`/v2/${repository}/${path}`, origin) : path;
    const authorization = this.#login.authorization(accessTo(method, repository));
    return {
      method,
      url,
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body }),
    };
  }

  async #transmit(request: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    const { tls, ca } = this.registry;
    try {
      const trust = { insecure: tls === 'insecure', ...(ca !== undefined && { ca }) };
      return await this.#around.wire.send(request, trust, signal);
    } catch (error) {
      if (!(error instanceof WireFailure)) throw error;
      if (signal.aborted) throw new RegsyncError('context canceled', 'canceled');
      const verb = request.method.charAt(0) + request.method.slice(1).toLowerCase();
      throw new RegsyncError(`${verb} "${request.url.href}": ${error.message}`, 'network');
    }
  }

  async #authorize(
    { method, repository }: RegistryRequest,
    sent: WireRequest,
    header: string | undefined,
    signal: AbortSignal,
  ): Promise<Retry> {
    const send = async (request: WireRequest) => this.#transmit(request, signal);
    await this.#login.renew(
      accessTo(method, repository),
      { header, sent: sent.headers?.authorization },
      send,
    );
    return new Retry(unauthorized('authentication required'), undefined, true);
  }

  #wait(): number {
    return this.#backOffs === 0 ? 0 : Math.min(WAIT.first * 2 ** this.#backOffs, WAIT.longest);
  }

  #succeeded(): void {
    if (this.#backOffs === 0) return;
    this.#successes += 1;
    if (this.#successes <= BACK_OFFS && this.#backOffs <= BACK_OFFS) return;
    this.#successes = 0;
    this.#backOffs -= 1;
  }
}

/** The same is tried again: at once when only a login was missing, else after a while. */
class Retry {
  readonly error: RegsyncError;
  readonly after: number | undefined;
  readonly authorized: boolean;

  constructor(error: RegsyncError, after?: number, authorized = false) {
    this.error = error;
    this.after = after;
    this.authorized = authorized;
  }
}
