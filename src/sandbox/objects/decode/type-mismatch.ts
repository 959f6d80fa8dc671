/** A value of the wrong type, in the words of Go's JSON decoder. */
export class TypeMismatch extends Error {
  override readonly name = 'TypeMismatch';

  /** `owner`: the Go type that has the field; `path`: of the field, without indices; `type`: the Go type it should have. */
  constructor(value: unknown, { owner, path }: Position, type: string) {
    super(`json: cannot unmarshal ${jsonType(value)} into Go struct field ${owner}.${path} of type ${type}`);
  }
}

export interface Position {
  readonly owner: string;
  readonly path: string;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
