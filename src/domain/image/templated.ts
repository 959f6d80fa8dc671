/** Texts with placeholders: `repo:$(params.v)`, `${X}`, `{{ .v }}`, `%s`, `<tag>`. */
import { DOCKER_HUB, OFFICIAL_PREFIX } from './docker-hub.ts';
import { looksLikeHost } from './grammar/host.ts';
import type { ImageReference } from './reference.ts';

/** Limit, since every reference of a long text scans from its own position. */
const LONGEST = 200;

const MARK = String.raw`\$\([^()\s]{0,${LONGEST}}\)?|\$\{[^{}]{0,${LONGEST}}\}?|\{\{[^{}]{0,${LONGEST}}(?:\}\})?|\$\w+|%[({]?\w+[)}]?|<[\w.-]+>|\*`;

const FIRST = new RegExp(MARK);
const RUN = new RegExp(`(?:${MARK})(?:${MARK}|[\\w.:/@+-]){0,${LONGEST}}`, 'y');

/** The placeholder at this offset of a text; empty: none. */
export function templateAt(text: string, start: number): string {
  RUN.lastIndex = start;
  return RUN.exec(text)?.[0] ?? '';
}

/** The known part of an image before the first placeholder; `undefined` when not even the registry is known. */
export function certainPlace(text: string): Pick<ImageReference, 'host' | 'repository'> | undefined {
  const end = text.search(FIRST);
  const head = end === -1 ? '' : text.slice(0, end);
  const slash = head.indexOf('/');
  const host = head.slice(0, Math.max(slash, 0));
  if (looksLikeHost(host)) return { host, repository: wholeComponents(head.slice(slash + 1)) };
  const repository = wholeComponents(head);
  // A host that is only partly known does not count.
  if (repository === '' || (slash === -1 && looksLikeHost(repository))) return undefined;
  return { host: DOCKER_HUB, repository: slash === -1 ? `${OFFICIAL_PREFIX}${repository}` : repository };
}

/** The path before tag or digest, without an incomplete last component. */
export function wholeComponents(path: string): string {
  const end = path.search(/[:@]/);
  const named = end === -1 ? path.slice(0, Math.max(path.lastIndexOf('/'), 0)) : path.slice(0, end);
  return named.replace(/\/+$/, '');
}
