/** Texts that somebody fills in later: `repo:$(params.v)`, `${X}`, `{{ .v }}`, `%s`, `<tag>`. */
import type { ImageReference } from './reference.ts';

const MARK = String.raw`\$\([^()\s]*\)?|\$\{[^{}]*\}?|\{\{[^{}]*(?:\}\})?|\$\w+|%[({]?\w+[)}]?|<[\w.-]+>|\*`;

const FIRST = new RegExp(MARK);
const RUN = new RegExp(`(?:${MARK})(?:${MARK}|[\\w.:/@+-])*`, 'y');

/** What is to be filled in at this place of a text, with all that belongs to it; empty: nothing. */
export function templateAt(text: string, start: number): string {
  RUN.lastIndex = start;
  return RUN.exec(text)?.[0] ?? '';
}

/** What is certain of an image before the first place that is filled in; `undefined`: nothing is, or no registry. */
export function certainPlace(text: string): Pick<ImageReference, 'host' | 'repository'> | undefined {
  const end = text.search(FIRST);
  const head = end === -1 ? '' : text.slice(0, end);
  const slash = head.indexOf('/');
  if (slash === -1) return undefined;
  return { host: head.slice(0, slash), repository: wholeComponents(head.slice(slash + 1)) };
}

/** The path before tag or digest; a component that may go on does not count. */
export function wholeComponents(path: string): string {
  const end = path.search(/[:@]/);
  const named = end === -1 ? path.slice(0, Math.max(path.lastIndexOf('/'), 0)) : path.slice(0, end);
  return named.replace(/\/+$/, '');
}
