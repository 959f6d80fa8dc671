import { FILTER_OPERATORS, type FilterOperator, type JsonPath, type PathStep } from './path.ts';
import { parseLiteral, parseQuoted } from './parse-literal.ts';
import type { TextCursor } from './text-cursor.ts';

const BARE_NAME = /(?:\\.|[^\s.,[\]{}()$@'"*?!=<>^~\\])+/;
const SLICE = /-?\d*:-?\d*(?::\d*)?/;

/**
 * Reads a path up to the first character that is not part of it. A leading `$` or `@` means the value itself, as in
 * kubectl.
 */
export function parsePath(cursor: TextCursor): JsonPath {
  cursor.take(/[$@]/);
  const steps: PathStep[] = [];
  for (;;) {
    if (cursor.skip('..')) steps.push({ kind: 'recursive' }, ...descended(cursor));
    else if (cursor.skip('.')) steps.push(...parseField(cursor, steps.length === 0));
    else if (cursor.skip('[')) steps.push(parseBrackets(cursor));
    else return steps;
  }
}

/** What follows `..`: a name, `*` or brackets. */
function descended(cursor: TextCursor): PathStep[] {
  return cursor.skip('[') ? [parseBrackets(cursor)] : parseField(cursor, false);
}

/** What follows a dot; a dot alone is the value itself. */
function parseField(cursor: TextCursor, mayBeAlone: boolean): PathStep[] {
  if (cursor.skip('*')) return [{ kind: 'wildcard' }];
  const name = cursor.take(BARE_NAME);
  if (name !== undefined) return [{ kind: 'field', name: name.replaceAll(/\\(.)/g, '$1') }];
  if (cursor.skip('[')) return [parseBrackets(cursor)];
  return mayBeAlone ? [] : cursor.fail('expected a field name');
}

function parseBrackets(cursor: TextCursor): PathStep {
  if (cursor.skip('?')) return parseFilter(cursor);
  const alternatives: PathStep[] = [];
  do {
    cursor.skipBlanks();
    alternatives.push(parseSubscript(cursor));
    cursor.skipBlanks();
  } while (cursor.skip(','));
  cursor.expect(']');
  const [only] = alternatives;
  return only !== undefined && alternatives.length === 1 ? only : { kind: 'union', alternatives };
}

function parseSubscript(cursor: TextCursor): PathStep {
  if (cursor.skip('*')) return { kind: 'wildcard' };
  const name = parseQuoted(cursor);
  if (name !== undefined) return { kind: 'field', name };
  const slice = cursor.take(SLICE);
  if (slice !== undefined) return { kind: 'slice', slice };
  const index = cursor.take(/-?\d+/);
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  return cursor.fail('expected an index, a slice, * or a quoted name');
}

function parseFilter(cursor: TextCursor): PathStep {
  cursor.expect('(');
  cursor.skipBlanks();
  const path = parsePath(cursor);
  cursor.skipBlanks();
  const operator = takeOperator(cursor);
  if (operator === undefined) return closeFilter(cursor, { path });
  cursor.skipBlanks();
  const operand = parseLiteral(cursor);
  return closeFilter(cursor, { path, comparison: { operator, operand } });
}

function takeOperator(cursor: TextCursor): FilterOperator | undefined {
  return FILTER_OPERATORS.find((operator) => cursor.skip(operator));
}

/** Rejects anything further (`&&`, calls, arithmetic): no scripts are run. */
function closeFilter(cursor: TextCursor, filter: Extract<PathStep, { kind: 'filter' }>['filter']): PathStep {
  cursor.skipBlanks();
  cursor.expect(')');
  cursor.expect(']');
  return { kind: 'filter', filter };
}
