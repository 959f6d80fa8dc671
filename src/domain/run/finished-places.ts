/** The namespaces in which a run was finished; in others it can still be rolled back. */
import { fields, listOf, optional, type Reader, text } from '../schema/readers.ts';

export interface FinishedPlaces {
  /** `but`: everywhere except in `namespaces`; `only`: in these. */
  readonly type: 'everywhere-but' | 'only';
  /** `''` stands for cluster-scoped objects. */
  readonly namespaces: ReadonlySet<string>;
}

/** Whether a run is finished for this namespace, or for cluster-scoped objects. Pure. */
export function isFinishedIn({ type, namespaces }: FinishedPlaces, namespace: string | undefined): boolean {
  return namespaces.has(namespace ?? '') === (type === 'only');
}

/** The union. Pure. */
export function unitedPlaces(a: FinishedPlaces, b: FinishedPlaces): FinishedPlaces {
  if (a.type === 'only' && b.type === 'only') {
    return { type: 'only', namespaces: new Set([...a.namespaces, ...b.namespaces]) };
  }
  const [but, other] = a.type === 'only' ? [b, a] : [a, b];
  const left = [...but.namespaces].filter((namespace) => !isFinishedIn(other, namespace));
  return { type: 'everywhere-but', namespaces: new Set(left) };
}

const NAMES = listOf(text({ most: 253, pattern: /^[a-z0-9.-]*$/ }), 100_000);
const PLACES = fields({ but: optional(NAMES), only: optional(NAMES) });

/** The stored form: `{"but":["shop"]}`. */
export function placesText({ type, namespaces }: FinishedPlaces): string {
  return JSON.stringify({ [type === 'only' ? 'only' : 'but']: [...namespaces].toSorted() });
}

/** Untrusted input; `undefined`: invalid. */
export const readPlaces: Reader<FinishedPlaces | undefined> = (value, place) => {
  const { but, only } = PLACES(value, place);
  if (only !== undefined) return { type: 'only', namespaces: new Set(only) };
  return but === undefined ? undefined : { type: 'everywhere-but', namespaces: new Set(but) };
};
