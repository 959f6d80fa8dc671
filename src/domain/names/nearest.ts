/** Suggestions for a misspelt name. */
import { shortList } from '../short-list.ts';
import { editDistance } from './edit-distance.ts';

/** Candidates shown at most. */
const SHOWN = 5;

export interface Candidate {
  /** As it has to be typed. */
  readonly name: string;
  /** Other spellings to compare with; absent: only `name`. */
  readonly spellings?: readonly string[];
}

/** Candidates with a similar spelling, nearest first. Pure. */
export function nearest(meant: string, candidates: readonly Candidate[]): string[] {
  const wanted = meant.toLowerCase();
  const near = new Map<string, number>();
  for (const { name, spellings = [name] } of candidates) {
    const distance = Math.min(...spellings.map((one) => distanceTo(wanted, one.toLowerCase())));
    if (distance < FAR) near.set(name, Math.min(distance, near.get(name) ?? distance));
  }
  return [...near]
    .toSorted(([a, first], [b, second]) => first - second || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([name]) => name);
}

/** The distance that kubectl (cobra) uses for suggestions. */
const MOST_WRONG = 2;

const FAR = Infinity;

/** Similar: a prefix, or few edits and more matching letters. */
function distanceTo(wanted: string, spelling: string): number {
  const longer = Math.max(wanted.length, spelling.length);
  if (wanted.length > 1 && spelling.startsWith(wanted)) return longer - wanted.length;
  if (Math.abs(wanted.length - spelling.length) > MOST_WRONG) return FAR;
  const distance = editDistance(spelling, wanted);
  return distance <= MOST_WRONG && distance * 2 < longer ? distance : FAR;
}

/** A hint in a sentence: the nearest candidates, otherwise some existing ones. */
export function didYouMean(
  meant: string,
  candidates: readonly Candidate[],
  { what, otherwise }: { readonly what: string; readonly otherwise: string },
): string {
  const near = nearest(meant, candidates);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  const all = candidates.map(({ name }) => name).toSorted();
  return all.length === 0 ? otherwise : `There are ${what}: ${shortList(all, SHOWN)}.`;
}
