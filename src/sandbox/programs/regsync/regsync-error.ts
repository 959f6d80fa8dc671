import { statusText } from '../../oci/status-text.ts';

/** What went wrong with a request: `network` before any answer, `canceled` because regsync was told to end. */
export type RegsyncErrorKind = 'status' | 'network' | 'canceled' | 'other';

/** An error in the words of regclient (types/errs, internal/reghttp). */
export class RegsyncError extends Error {
  override readonly name = 'RegsyncError';
  readonly kind: RegsyncErrorKind;

  constructor(message: string, kind: RegsyncErrorKind = 'other') {
    super(message);
    this.kind = kind;
  }
}

/** internal/reghttp, `HTTPError`. */
export function httpError(status: number): string {
  const words = STATUS_WORDS[status] ?? `unexpected http status code: ${statusText(status)}`;
  return `${words} [http ${status}]`;
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  403: 'unauthorized',
  404: 'not found',
  429: 'rate limit exceeded',
};

/** What was being done goes before the message of whatever regclient says. */
export async function during<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  try {
    return await promise;
  } catch (error) {
    throw error instanceof RegsyncError ? new RegsyncError(`${what}: ${error.message}`, error.kind) : error;
  }
}
