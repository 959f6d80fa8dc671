/** One line of regsync's JSON log. */
export interface LogLine {
  readonly message: string;
  /** A field's text; empty when it is absent or no text. */
  text(field: string): string;
  number(field: string): number | undefined;
}

/** Reads a line; `undefined` for plain text, such as the errors that regsync repeats when it ends. */
export function parseLogLine(line: string): LogLine | undefined {
  const fields = parseObject(line);
  if (typeof fields?.msg !== 'string') return undefined;
  return {
    message: fields.msg,
    text: (field) => {
      const value = fields[field];
      return typeof value === 'string' ? value : '';
    },
    number: (field) => {
      const value = fields[field];
      return typeof value === 'number' ? value : undefined;
    },
  };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  // Most lines of other kinds are sorted out here without the cost of an exception.
  if (!line.startsWith('{')) return undefined;
  try {
    // What begins with a brace and parses is an object.
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
