/** How regclient logs in at one registry (internal/auth/auth.go). */
import type { Credential } from '../../../domain/credentials/credential.ts';
import { parseChallenges, type Challenge } from '../../oci/challenge.ts';
import { basicHeader, fetchToken, TokenRefused } from '../../oci/fetch-token.ts';
import type { WireAnswer, WireRequest } from '../../oci/wire.ts';
import { RegsyncError } from './regsync-error.ts';

type Send = (request: WireRequest) => Promise<WireAnswer>;

/** What a request was refused with: the header of the 401, and the `Authorization` that it had. */
export interface Refusal {
  readonly header: string | undefined;
  readonly sent: string | undefined;
}

const CLIENT_ID = 'regclient/regsync (v0.11.7)';

export class RegistryLogin {
  readonly #credential: Credential | undefined;
  /** `Authorization` by access. */
  readonly #authorizations = new Map<string, string>();
  /** A password was asked for that there is not. */
  #lacksPassword = false;

  constructor(credential: Credential | undefined) {
    this.#credential = credential;
  }

  /** The header for requests of that access, when it is known that one is needed. */
  authorization(access: string): string | undefined {
    return this.#authorizations.get(access);
  }

  /** Takes up what the registry asks for. Rejects with RegsyncError: the same login or token twice is of no use. */
  async renew(access: string, { header, sent }: Refusal, send: Send): Promise<void> {
    const [challenge] = parseChallenges(header);
    if (challenge === undefined) throw unauthorized('empty challenge header');
    const now = this.#authorizations.get(access);
    // Another request has been let in meanwhile, with what this one did not have yet.
    if (now !== undefined && now !== sent) return;
    if (sent !== undefined && !isExpired(challenge, sent)) throw unauthorized('unauthorized');
    this.#authorizations.set(access, await this.#answer(challenge, access, send));
  }

  async #answer(challenge: Challenge, access: string, send: Send): Promise<string> {
    if (challenge.scheme !== 'basic') return `Bearer ${await this.#token(challenge, access, send)}`;
    if (this.#credential?.kind === 'basic') return basicHeader(this.#credential);
    const isNews = !this.#lacksPassword;
    this.#lacksPassword = true;
    throw unauthorized(isNews ? 'no credentials available: unauthorized' : 'unauthorized');
  }

  async #token(challenge: Challenge, access: string, send: Send): Promise<string> {
    const credential = this.#credential;
    const scopes = [challenge.parameters.scope ?? access];
    const posts = credential?.kind === 'identity-token';
    try {
      return await fetchToken({ challenge, credential, scopes, posts, clientId: CLIENT_ID }, send);
    } catch (error) {
      if (error instanceof TokenRefused) throw unauthorized('unauthorized');
      if (!(error instanceof RegsyncError) || error.kind === 'canceled') throw error;
      throw unauthorized(`failed to request auth token (get): ${error.message}`);
    }
  }
}

/** What a request may do, as token services write it: `repository:shop/web:pull`. */
export function accessTo(method: string, repository: string): string {
  return `repository:${repository}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push'}`;
}

export function unauthorized(message: string): RegsyncError {
  return new RegsyncError(message, 'status', 401);
}

/** A token that has lived its time is refused without a word of its scope. */
function isExpired({ scheme, parameters }: Challenge, authorization: string): boolean {
  return scheme === 'bearer' && authorization.startsWith('Bearer ') && parameters.error === undefined;
}
