import type { Clock } from './clock.ts';

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
  readonly clock?: Clock;
}
