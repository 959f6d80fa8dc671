/**
 * Readers of untrusted values: each returns a value of its type or throws MalformedError. They check types, sizes and
 * keys.
 */

/** `place` is for the error: `move.from[2]`. */
export type Reader<Value> = (value: unknown, place: string) => Value;

/** The result type of a reader. */
export type ReadBy<Of> = Of extends Reader<infer Value> ? Value : never;

/** Describes the problem, without quoting the value. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

export interface TextShape {
  /** Characters at most. */
  readonly most: number;
  readonly pattern?: RegExp;
}

export function text({ most, pattern }: TextShape): Reader<string> {
  return (value, place) => {
    if (typeof value !== 'string') throw malformed(place, 'is not text');
    if (value.length > most) throw malformed(place, `is longer than ${most} characters`);
    if (pattern !== undefined && !pattern.test(value)) throw malformed(place, 'has the wrong form');
    return value;
  };
}

export const boolean: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw malformed(place, 'is neither true nor false');
  return value;
};

export function integer({ min, max }: { readonly min: number; readonly max: number }): Reader<number> {
  return (value, place) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw malformed(place, `is not a whole number from ${min} to ${max}`);
  };
}

export function oneOf<const Option extends string>(options: readonly Option[]): Reader<Option> {
  return (value, place) => {
    const found = options.find((option) => option === value);
    if (found === undefined) throw malformed(place, `is not one of ${options.join(', ')}`);
    return found;
  };
}

export function listOf<Item>(item: Reader<Item>, most: number): Reader<Item[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw malformed(place, 'is not a list');
    if (value.length > most) throw malformed(place, `has more than ${most} entries`);
    return value.map((one, index) => item(one, `${place}[${index}]`));
  };
}

export function optional<Value>(reader: Reader<Value>): Reader<Value | undefined> {
  return (value, place) => (value === undefined ? undefined : reader(value, place));
}

type Fields<Readers> = { [Key in keyof Readers]: ReadBy<Readers[Key]> };

/** Reads the given fields and ignores others. */
export function fields<const Readers extends Readonly<Record<string, Reader<unknown>>>>(
  readers: Readers,
): Reader<Fields<Readers>> {
  return (value, place) => {
    const object = objectAt(value, place);
    const read = Object.entries(readers).map(([key, reader]) => [
      key,
      reader(ownValue(object, key), place === '' ? key : `${place}.${key}`),
    ]);
    return Object.fromEntries(read) as Fields<Readers>;
  };
}

/** Reads the given fields and rejects others. */
export function onlyFields<const Readers extends Readonly<Record<string, Reader<unknown>>>>(
  readers: Readers,
): Reader<Fields<Readers>> {
  const read = fields(readers);
  return (value, place) => {
    const isOther = (key: string): boolean => !Object.hasOwn(readers, key);
    if (Object.keys(objectAt(value, place)).some(isOther)) throw malformed(place, 'has an unknown field');
    return read(value, place);
  };
}

/** Entries whose keys match a pattern, which must exclude names of Object.prototype. */
export function mapOf<Value>(
  value: Reader<Value>,
  { key, most }: { readonly key: RegExp; readonly most: number },
): Reader<Readonly<Record<string, Value>>> {
  return (given, place) => {
    const entries = Object.entries(objectAt(given, place));
    if (entries.length > most) throw malformed(place, `has more than ${most} entries`);
    if (!entries.every(([name]) => key.test(name)))
      throw malformed(place, 'has a key that has the wrong form');
    return Object.fromEntries(entries.map(([name, one]) => [name, value(one, `${place}.${name}`)]));
  };
}

function objectAt(value: unknown, place: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw malformed(place, 'is not an object');
}

function ownValue(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

function malformed(place: string, problem: string): MalformedError {
  return new MalformedError(`${place === '' ? 'it' : place} ${problem}`);
}
