import type { PathStep } from './path.ts';

/** Names that mean nothing else to jsonpath-plus, which joins a list of steps and reads it anew. */
const PLAIN_NAME = /^[\w-]+$/;

/** A step as jsonpath-plus writes it; `undefined` for those that it is not given. */
export function plainToken(step: PathStep): string | undefined {
  switch (step.kind) {
    case 'field':
      // The backtick makes it a name even if it looks like an index.
      return PLAIN_NAME.test(step.name) ? `\`${step.name}` : undefined;
    case 'wildcard':
      return '*';
    case 'recursive':
      return '..';
    case 'index':
      return indexToken(step.index);
    case 'slice':
      return step.slice;
    default:
      return undefined;
  }
}

/** A slice of one element: an index alone would also be read as the name of a field. */
function indexToken(index: number): string {
  return index === -1 ? '-1:' : `${index}:${index + 1}`;
}
