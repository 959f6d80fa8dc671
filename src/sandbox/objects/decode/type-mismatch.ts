/** A value that cannot be decoded, in the words of Go's JSON decoder. */
export class TypeMismatch extends Error {
  override readonly name = 'TypeMismatch';
}

export interface Position {
  /** The Go type that has the field. */
  readonly owner: string;
  /** Of the field, without indices. */
  readonly path: string;
}

/** A value of the wrong type; `type`: the Go type that it should have. */
export function mistyped(value: unknown, { owner, path }: Position, type: string): TypeMismatch {
  const found = jsonType(value);
  return new TypeMismatch(
    `json: cannot unmarshal ${found} into Go struct field ${owner}.${path} of type ${type}`,
  );
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
