import { fieldsList, fieldsOf, parsedOrUndefined, textOf } from '../../http/json-fields.ts';

/** One field that the server found wrong, or one more reason. */
interface StatusCause {
  readonly field: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * The API server's answer to what it refuses:
 * https://kubernetes.io/docs/reference/kubernetes-api/definitions/status-v1-meta/
 */
export interface ApiStatus {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** Absent, or without any content: the server has nothing to say about a certain object or field. */
  readonly details: 'absent' | 'empty' | 'present';
  readonly causes: readonly StatusCause[];
  /** Of a 410 on a list: continues with the rest of the current list. */
  readonly continueToken: string | undefined;
}

/** Reads a Status; a body that is none (a proxy's HTML) becomes one without a message. */
export function parseStatus(code: number, body: string, contentType: string | undefined): ApiStatus {
  const fields = fieldsOf(parsedOrUndefined(body));
  const { reason, message, details, metadata } = fields.kind === 'Status' ? fields : {};
  const token = fieldsOf(metadata).continue;
  return {
    code,
    reason: textOf(reason),
    message: typeof message === 'string' ? message : plainText(body, contentType),
    details:
      details === undefined ? 'absent' : Object.keys(fieldsOf(details)).length === 0 ? 'empty' : 'present',
    causes: causesOf(fieldsOf(details).causes),
    continueToken: typeof token === 'string' && token !== '' ? token : undefined,
  };
}

function plainText(body: string, contentType: string | undefined): string {
  if (contentType?.startsWith('text/plain') === false) return '';
  return (body.trim().split('\n')[0] ?? '').slice(0, 200);
}

function causesOf(causes: unknown): StatusCause[] {
  return fieldsList(causes).map(({ field, reason, message }) => ({
    field: textOf(field),
    reason: textOf(reason),
    message: textOf(message),
  }));
}

/** The disruption budget that forbids an eviction: no matter of load, and nothing that goes by in a moment. */
export function disruptionBudget({ causes }: Pick<ApiStatus, 'causes'>): string | undefined {
  return causes.find(({ reason }) => reason === 'DisruptionBudget')?.message;
}
