/** One field of a cron schedule: `*`, numbers, names, ranges, steps and lists of them. */
export interface FieldKind {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Names of the values from `first` on, such as `jan`. */
  readonly names?: readonly string[];
}

export interface CronField {
  readonly values: ReadonlySet<number>;
  /** Whether any value will do. */
  readonly any: boolean;
}

/** Throws RangeError for what is no such field. */
export function parseField(text: string, kind: FieldKind): CronField {
  const parts = text.split(',').map((part) => parsePart(part, kind));
  return { values: new Set(parts.flatMap(({ values }) => values)), any: parts.some(({ any }) => any) };
}

interface Part {
  readonly values: readonly number[];
  readonly any: boolean;
}

function parsePart(part: string, kind: FieldKind): Part {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const by = Number(step ?? 1);
  const [first, last] = limitsOf(range, kind, step !== undefined);
  if (first > last || by === 0) throw new RangeError(`${kind.name}: ${part}`);
  const values = Array.from(
    { length: Math.floor((last - first) / by) + 1 },
    (_, index) => first + index * by,
  );
  return { values, any: isAny(range) && by === 1 };
}

function isAny(range: string): boolean {
  return range === '*' || range === '?';
}

/** `5/10` means from 5 on, every 10. */
function limitsOf(range: string, kind: FieldKind, stepped: boolean): readonly [number, number] {
  if (isAny(range)) return [kind.first, kind.last];
  const [low = '', high] = range.split('-');
  const first = valueOf(low, kind);
  if (high !== undefined) return [first, valueOf(high, kind)];
  return [first, stepped ? kind.last : first];
}

function valueOf(text: string, { name, first, last, names = [] }: FieldKind): number {
  const position = names.indexOf(text.toLowerCase());
  const value = position < 0 ? Number(text) : first + position;
  if (text === '' || !Number.isInteger(value) || value < first || value > last) {
    throw new RangeError(`${name}: ${text}`);
  }
  return value;
}
