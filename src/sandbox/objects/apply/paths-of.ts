import type { FieldSet } from './field-set.ts';
import type { JsonRecord } from '../json/json-record.ts';

/** Paths as messages show them, such as `.spec.template.spec.containers[name="app"].image`. */
export function pathsOf({ self, children }: FieldSet, path = ''): readonly string[] {
  const below = [...children].flatMap(([element, child]) => pathsOf(child, path + shown(element)));
  return self ? [path, ...below] : below;
}

function shown(element: string): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  const keys = Object.entries(JSON.parse(text) as JsonRecord);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}
