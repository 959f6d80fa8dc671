/** What the API answers, before it is written to a connection. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Pieces are written as they come; the answer ends with them. */
  readonly body: string | Iterable<string> | AsyncIterable<string>;
}

/** An answer of JSON. */
export function jsonAnswer(status: number, value: unknown): ApiAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** An answer of JSON that is text already, whole or in pieces. */
export function jsonTextAnswer(status: number, body: ApiAnswer['body']): ApiAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** An answer of plain text. */
export function textAnswer(status: number, body: string): ApiAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
