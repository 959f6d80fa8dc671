import type { RegistryRequest } from './registry-request.ts';

/** How one answer goes wrong. Fields combine: a late 503, a cut blob with a false digest. */
export interface RegistryFault {
  /** Answer with this status, and no body unless `body` is given, instead of doing anything. */
  readonly status?: number;
  /** Added to the answer, replacing what it says; `undefined` takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent instead of the body; the headers stay as they were. */
  readonly body?: string | Buffer;
  /** The answer waits for this. */
  readonly after?: Promise<unknown>;
  /** The connection is cut after so many bytes of the body; 0: before any answer. */
  readonly cutAfter?: number;
}

/** Asked before every request is answered; `undefined`: nothing goes wrong. */
export type FaultHook = (request: RegistryRequest) => RegistryFault | undefined;
