/** What somebody may write into a field of a journal, who knows how the tool reads it. */

/** Clears the screen, sets a title, turns the direction of writing, hides, and looks like a line of ours. */
export const STEERING = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u200bx\r\nerror: forged';

export function hostileValues(trap: string): readonly unknown[] {
  return [
    trap,
    `https://${trap}`,
    [trap],
    [{ from: '*', to: trap }],
    STEERING,
    [STEERING],
    { 'copier-image': [`${trap}/evil:1`], server: [`https://${trap}`], constructor: ['x'] },
    '../../secrets/registry-switch',
    '__proto__',
    null,
    -1,
    true,
    {},
    'x'.repeat(50_000),
  ];
}

/** Every path to a field of a JSON object, its lists and objects among them. */
export function fieldsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const below =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, one]) => fieldsOf(one, [...path, key]))
      : [];
  return path.length === 0 ? below : [path, ...below];
}

/** A copy with another value at the path. */
export function withField(value: unknown, [key, ...rest]: readonly string[], field: unknown): unknown {
  if (key === undefined) return field;
  const object = typeof value === 'object' && value !== null ? value : {};
  const inner: unknown = Object.getOwnPropertyDescriptor(object, key)?.value;
  return { ...object, [key]: withField(inner, rest, field) };
}

/** Nothing that steers a terminal has come through. */
export const STEERS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;
