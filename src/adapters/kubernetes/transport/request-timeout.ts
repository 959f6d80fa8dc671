const TIMEOUT_CODE = 'REQUEST_TIMEOUT';

/** The error of a request that took longer than `--request-timeout`. */
export function requestTimeout(seconds: number): Error {
  return Object.assign(new Error(`request took longer than ${seconds}s`), { code: TIMEOUT_CODE });
}

/** Whether the user's own time limit ended the request. */
export function isRequestTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === TIMEOUT_CODE;
}
