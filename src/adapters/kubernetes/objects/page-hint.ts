const HEAD_LENGTH = 2048;

/** Metadata at the head of a list of a built-in kind, and at the end of a list of custom resources. */
const METADATA_FIRST = /^\{"kind":"\w*","apiVersion":"[^"]*","metadata":(\{[^{}]*\})/;
const METADATA_LAST = /"metadata":(\{[^{}]*\})\}\s*$/;

/** The continue token as seen at the head of a page that is still being received; `undefined`: not seen (yet). */
export function tokenAtHead(head: Buffer): string | undefined {
  return tokenOf(METADATA_FIRST.exec(head.toString('latin1', 0, HEAD_LENGTH)));
}

/** The continue token as seen at the end of a complete page, without parsing it. */
export function tokenAtEnd(page: Buffer): string | undefined {
  return tokenOf(METADATA_LAST.exec(page.toString('latin1', Math.max(0, page.length - HEAD_LENGTH))));
}

/** Whether enough of a page is there to see all that its head can tell. */
export function isHeadComplete(received: number): boolean {
  return received >= HEAD_LENGTH;
}

function tokenOf(match: RegExpExecArray | null): string | undefined {
  const token = /"continue":"([\w+/=-]+)"/.exec(match?.[1] ?? '');
  return token?.[1];
}
