/** Text of others (names, messages of servers) made harmless for a terminal and kept in one line. */
export function printable(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}
