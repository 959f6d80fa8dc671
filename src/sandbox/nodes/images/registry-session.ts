/** Requests to a registry as containerd makes them (core/remotes/docker: resolver.go, authorizer.go). */
import type { Clock } from '../../clock.ts';
import { parseChallenges } from '../../oci/challenge.ts';
import { TokenRefused } from '../../oci/fetch-token.ts';
import type { Login } from '../../oci/login.ts';
import { LoginMissing, RegistryClient } from '../../oci/registry-client.ts';
import { statusText } from '../../oci/status-text.ts';
import { WireFailure, type Trust, type Wire, type WireAnswer } from '../../oci/wire.ts';
import { PullFailure } from './pull-failure.ts';

/** One image to be pulled, and how. */
export interface SessionOptions {
  readonly wire: Wire;
  readonly clock: Clock;
  /** `http(s)://host[:port]`. */
  readonly origin: string;
  readonly trust: Trust;
  readonly repository: string;
  readonly login: Login | undefined;
}

const TOKENS = { clientId: 'containerd-client', posts: true };

export class RegistrySession {
  readonly #options: SessionOptions;
  readonly #client: RegistryClient;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#client = new RegistryClient({ ...options, tokens: TOKENS, again });
  }

  url(path: string): string {
    return this.#client.url({ repository: this.#options.repository, path }).href;
  }

  /** The last answer, whatever its status. Throws PullFailure. */
  async request(method: 'HEAD' | 'GET', path: string, accept: string): Promise<WireAnswer> {
    const { repository } = this.#options;
    try {
      const answer = await this.#client.send({ method, repository, path, headers: { accept } });
      const [challenge] = parseChallenges(answer.headers['www-authenticate']);
      const error = answer.status === 401 ? challenge?.parameters.error : undefined;
      if (error !== undefined) throw denied(`server message: ${error}: authorization failed`);
      return answer;
    } catch (error) {
      throw this.#inWords(error, method, path);
    }
  }

  #inWords(error: unknown, method: string, path: string): unknown {
    if (error instanceof LoginMissing) return denied('authorization failed: no basic auth credentials');
    if (error instanceof TokenRefused) {
      const kind = this.#options.login === undefined ? 'anonymous' : 'oauth';
      const answer = `${error.method} request to ${error.url}: ${error.status} ${statusText(error.status)}`;
      const what = `failed to authorize: failed to fetch ${kind} token`;
      return new PullFailure('unknown', `${what}: unexpected status from ${answer}`);
    }
    if (!(error instanceof WireFailure)) return error;
    const verb = method.charAt(0) + method.slice(1).toLowerCase();
    return new PullFailure('unknown', `failed to do request: ${verb} "${this.url(path)}": ${error.message}`);
  }
}

/** At once: five times what a busy server says, once what a broken one does. */
function again(failure: WireAnswer | WireFailure, failures: number): number | undefined {
  if (failure instanceof WireFailure) return undefined;
  const { status } = failure;
  const most = status === 408 || status === 429 ? 5 : [500, 503, 504].includes(status) ? 1 : 0;
  return failures <= most ? 0 : undefined;
}

function denied(message: string): PullFailure {
  return new PullFailure(
    'unknown',
    `pull access denied, repository does not exist or may require authorization: ${message}`,
  );
}
