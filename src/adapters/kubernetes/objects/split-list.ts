/** A list as it was sent, taken apart without being parsed. */
export interface SplitList {
  /** JSON of the list with no items in it. */
  readonly frame: string;
  /** JSON of each item: bytes of the list's own, not copied. */
  readonly items: readonly Buffer[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = { open: 0x5b, close: 0x5d };
const BRACE = { open: 0x7b, close: 0x7d };

/** As API servers write it, without spaces. */
const ITEMS_KEY = '"items":';

/**
 * Finds the items of a list, so that they can be parsed one by one: a whole page as objects outlives collections of
 * the young heap and makes the old one grow. Text of another form is all frame: who parses it finds out.
 */
export function splitList(body: Buffer): SplitList {
  const items: Buffer[] = [];
  let depth = 0;
  let listStart = -1;
  let itemStart = 0;
  for (let at = nextMark(body, 0); at < body.length; at = nextMark(body, at + 1)) {
    if (body[at] === BRACE.open || body[at] === BRACKET.open) {
      if (depth === 1 && follows(body, at, ITEMS_KEY)) listStart = at + 1;
      if (depth === 2) itemStart = at;
      depth += 1;
      continue;
    }
    depth -= 1;
    if (listStart < 0) continue;
    if (depth === 2) items.push(body.subarray(itemStart, at + 1));
    if (depth === 1) return { frame: body.toString('utf8', 0, listStart) + body.toString('utf8', at), items };
  }
  return { frame: body.toString('utf8'), items: [] };
}

/** Index of the next bracket or brace that is in no string. */
function nextMark(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length) {
    const byte = body[at];
    if (byte === QUOTE) at = endOfString(body, at);
    else if (byte === BRACE.open || byte === BRACE.close) return at;
    else if (byte === BRACKET.open || byte === BRACKET.close) return at;
    at += 1;
  }
  return at;
}

/** Most strings end within so many bytes: a search by the runtime pays for itself only in longer ones. */
const SHORT = 32;

/** Index of the closing quote. */
function endOfString(body: Buffer, quote: number): number {
  let at = quote + 1;
  for (const short = Math.min(at + SHORT, body.length); at < short; at += 1) {
    if (body[at] === QUOTE) return at;
    if (body[at] === BACKSLASH) at += 1;
  }
  for (;;) {
    const end = body.indexOf(QUOTE, at);
    if (end === -1) return body.length;
    if (!isEscaped(body, at, end)) return end;
    at = end + 1;
  }
}

/** Whether an odd number of backslashes stands before a place, `from` on, where none is a half of what was before. */
function isEscaped(body: Buffer, from: number, at: number): boolean {
  let first = at;
  while (first > from && body[first - 1] === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

function follows(body: Buffer, at: number, text: string): boolean {
  return body.toString('latin1', Math.max(0, at - text.length), at) === text;
}
