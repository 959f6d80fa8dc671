import type { PathStep } from './path.ts';

/** A step as jsonpath-plus writes it; `undefined` for those that it is not given. */
export function plainToken(step: PathStep): string | undefined {
  switch (step.kind) {
    case 'field':
      // The backtick makes it a name, whatever it looks like.
      return `\`${step.name}`;
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
