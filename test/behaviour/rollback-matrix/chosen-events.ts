import { isReal } from '../harness/the-cluster.ts';
import { EVENTS, type Event } from './events.ts';

/** On the sandbox a few stand for all, unless `MATRIX=all` (`npm run test:matrix`). */
export function chosenEvents(sample: readonly string[]): readonly Event[] {
  const all = process.env.MATRIX === 'all' || isReal();
  return all ? EVENTS : EVENTS.filter(({ name }) => sample.includes(name));
}
