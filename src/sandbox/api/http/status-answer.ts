import { ApiFailure, type StatusDetails } from '../../objects/api-failure.ts';
import { jsonAnswer, type ApiAnswer } from './api-answer.ts';

/** The `Status` object of a failure (apimachinery, meta/v1 `Status`), its keys in the server's order. */
export function failureStatus(failure: ApiFailure): Readonly<Record<string, unknown>> {
  const { code, reason, message, details } = failure;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: 'continueAt' in failure ? { continue: failure.continueAt } : {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details: withoutEmpty(details) }),
    code,
  };
}

/** The answer that refuses a request; anything but an ApiFailure is the sandbox's own error. */
export function failureAnswer(error: unknown): ApiAnswer {
  const failure = error instanceof ApiFailure ? error : internalError(error);
  const retryAfter = failure.details?.retryAfterSeconds;
  const answer = jsonAnswer(failure.code, failureStatus(failure));
  return retryAfter === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': `${retryAfter}` } };
}

/** The `Status` object of something done that leaves nothing to show. */
export function successStatus(details: StatusDetails): Readonly<Record<string, unknown>> {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

/** The `Status` object of a subresource that was carried out by its creation. */
export function createdStatus(): Readonly<Record<string, unknown>> {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

/** Go leaves out empty texts. */
function withoutEmpty(details: StatusDetails): StatusDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== ''));
}

function internalError(error: unknown): ApiFailure {
  const message = error instanceof Error ? error.message : String(error);
  return new ApiFailure(500, 'InternalError', `Internal error occurred: ${message}`, {
    causes: [{ message }],
  });
}
