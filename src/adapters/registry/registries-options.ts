import type { Clock } from '../http/clock.ts';
import type { ConnectionFor } from '../../domain/credentials/credential.ts';

/** How registries are spoken to; everything has a default. */
export interface RegistriesOptions {
  /** Requests under way at once, per host; default 8. */
  readonly concurrency?: number;
  /** Longest silence of a registry, in milliseconds; default 30,000. */
  readonly timeout?: number;
  /** How often a failed request is repeated; default 4. */
  readonly retries?: number;
  /** Longest wait that a registry may ask for (`Retry-After`), in milliseconds; default 120,000. */
  readonly longestWait?: number;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are read; default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How hosts are reached that a registry sends us to; default: over TLS that the system trusts. */
  readonly connectionFor?: ConnectionFor;
  readonly clock?: Clock;
}

/** The settings of a host that the user said nothing about. */
export const SYSTEM_TRUST: ConnectionFor = () => ({ tls: 'enabled' });
