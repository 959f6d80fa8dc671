import { ApiFailure } from '../../objects/api-failure.ts';
import { parameterOf } from '../http/api-request.ts';
import { invalidOptions, type OptionProblem } from '../http/invalid-options.ts';

/** The query parameters of a list that choose what is in it. */
export interface ListRequest {
  /** Most items in the answer; 0: all. */
  readonly limit: number;
  readonly continueText?: string;
  /** As asked for; 0: any, whatever is at hand. */
  readonly version?: number;
  readonly match?: string;
}

/** Reads them; throws ApiFailure for what the API server refuses (meta/internalversion/validation). */
export function listRequest(url: URL): ListRequest {
  const continueText = parameterOf(url, 'continue');
  const version = listVersion(url);
  const match = parameterOf(url, 'resourceVersionMatch');
  if (match !== undefined) checkMatch(match, version, continueText);
  if (continueText !== undefined && version !== undefined && version !== 0)
    throw new ApiFailure(400, 'BadRequest', 'specifying resource version is not allowed when using continue');
  return {
    // What is kept in the watch cache comes whole, as from the API server.
    limit: version === 0 && match === undefined ? 0 : numberIn(url, 'limit'),
    ...(continueText === undefined ? {} : { continueText }),
    ...(version === undefined ? {} : { version }),
    ...(match === undefined ? {} : { match }),
  };
}

/** A `resourceVersion` that is no number. */
export class InvalidVersion extends Error {
  constructor(text: string) {
    super(`resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  }
}

/** `resourceVersion` as a number; `undefined` when there is none. Throws InvalidVersion. */
export function versionIn(url: URL): number | undefined {
  const text = parameterOf(url, 'resourceVersion');
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidVersion(text);
}

function listVersion(url: URL): number | undefined {
  try {
    return versionIn(url);
  } catch (error) {
    if (!(error instanceof InvalidVersion)) throw error;
    throw new ApiFailure(400, 'BadRequest', `invalid resource version: ${error.message}`);
  }
}

/** The failure of asking for what is yet to come (storage/errors.go, NewTooLargeResourceVersionError). */
export function tooLargeVersion(asked: number, current: number): ApiFailure {
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  return new ApiFailure(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

function checkMatch(match: string, version: number | undefined, continueText: string | undefined): void {
  const problem = matchProblem(match, version, continueText);
  if (problem !== undefined) throw invalidOptions('ListOptions', { field: MATCH, ...problem });
}

const MATCH = 'resourceVersionMatch';

function matchProblem(
  match: string,
  version: number | undefined,
  continueText: string | undefined,
): Omit<OptionProblem, 'field'> | undefined {
  const forbidden = (when: string) => ({
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${MATCH} ${when}`,
  });
  if (continueText !== undefined) return forbidden('is forbidden when continue is provided');
  if (version === undefined) return forbidden('is forbidden unless resourceVersion is provided');
  if (match === 'Exact' && version === 0) return forbidden('"Exact" is forbidden for resourceVersion "0"');
  if (match === 'Exact' || match === 'NotOlderThan') return undefined;
  const message = `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan"`;
  return { reason: 'FieldValueNotSupported', message };
}

function numberIn(url: URL, parameter: string): number {
  const text = parameterOf(url, parameter) ?? '0';
  if (/^-?\d+$/.test(text)) return Math.max(Number(text), 0);
  throw new ApiFailure(400, 'BadRequest', `strconv.ParseInt: parsing "${text}": invalid syntax`);
}
