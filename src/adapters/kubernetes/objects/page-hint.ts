const HEAD_LENGTH = 2048;

/** Built-in kinds have the metadata of a list before its items. Custom ones do not: there is no hint for those. */
const METADATA_FIRST = /^\{"kind":"\w*","apiVersion":"[^"]*","metadata":(\{[^{}]*\})/;

/** The continue token as seen at the head of a page that is still being received; `undefined`: not seen (yet). */
export function tokenAtHead(head: Buffer): string | undefined {
  const metadata = METADATA_FIRST.exec(head.toString('latin1', 0, HEAD_LENGTH))?.[1] ?? '';
  return /"continue":"([\w+/=-]+)"/.exec(metadata)?.[1];
}

/** Whether enough of a page is there to see all that its head can tell. */
export function isHeadComplete(received: number): boolean {
  return received >= HEAD_LENGTH;
}
