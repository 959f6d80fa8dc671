import type { JsonPath } from './path.ts';

/** A part of a JSONPath template as of `kubectl -o jsonpath=`. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly path: JsonPath }
  /** `{range PATH}...{end}` */
  | { readonly kind: 'range'; readonly path: JsonPath; readonly parts: readonly TemplatePart[] };
