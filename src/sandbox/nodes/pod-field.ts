import { valueAt } from '../objects/json/value-at.ts';
import type { Pod } from '../objects/pod.ts';

const SUBSCRIPT = /^metadata\.(labels|annotations)\['(.*)'\]$/;

/** The value of a `fieldRef`: downward API, "Information available via fieldRef". */
export function podField(pod: Pod, path: string): string {
  const [, map = '', key] = SUBSCRIPT.exec(path) ?? [];
  if (key !== undefined) return textOf(valueAt(pod.metadata, [map, key]));
  return textOf(valueAt(pod, path.split('.')));
}

/** A map in lines of `key="value"`, a list of addresses with commas. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => textOf(valueAt(item, ['ip']))).join(',');
  return Object.entries(value ?? {})
    .map(([name, text]) => `${name}=${JSON.stringify(text)}`)
    .join('\n');
}
