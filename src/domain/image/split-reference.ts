import { looksLikeHost } from './grammar/host.ts';

/** A part of a reference and its offset in the whole text. */
export interface Part {
  readonly text: string;
  readonly start: number;
}

/** The parts of a reference as written: neither validated nor normalized. */
export interface ReferenceParts {
  /** Absent: a Docker Hub name. */
  readonly host?: Part;
  readonly repository: Part;
  readonly tag?: Part;
  readonly digest?: Part;
}

/** Cuts `[host/]repository[:tag][@digest]`; every text has exactly one such cut. */
export function splitReference(text: string): ReferenceParts {
  const at = text.indexOf('@');
  const named = at === -1 ? text : text.slice(0, at);
  const firstSlash = named.indexOf('/');
  const hasHost = firstSlash !== -1 && looksLikeHost(named.slice(0, firstSlash));
  const start = hasHost ? firstSlash + 1 : 0;
  const colon = named.indexOf(':', Math.max(start, named.lastIndexOf('/') + 1));
  return {
    ...(hasHost && { host: { text: named.slice(0, firstSlash), start: 0 } }),
    repository: { text: colon === -1 ? named.slice(start) : named.slice(start, colon), start },
    ...(colon !== -1 && { tag: { text: named.slice(colon + 1), start: colon + 1 } }),
    ...(at !== -1 && { digest: { text: text.slice(at + 1), start: at + 1 } }),
  };
}
