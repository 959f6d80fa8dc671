import { select } from './select.ts';
import type { TemplatePart } from './parse-template.ts';

/** Fills in a JSONPath template as `kubectl -o jsonpath=` does. */
export function renderTemplate(parts: readonly TemplatePart[], value: unknown): string {
  return parts.map((part) => renderPart(part, value)).join('');
}

function renderPart(part: TemplatePart, value: unknown): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'path':
      return select(part.path, value)
        .map((found) => formatValue(found.value))
        .join(' ');
    case 'range':
      return select(part.path, value)
        .map((found) => renderTemplate(part.parts, found.value))
        .join('');
  }
}

/** A value as text: plain if it is simple, otherwise JSON in one line. */
export function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
