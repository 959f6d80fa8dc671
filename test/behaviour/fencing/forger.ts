/** A tenant who keeps a lease in his namespace that nobody holds. */
import { setTimeout } from 'node:timers/promises';
import { lease } from '../builders/lease.ts';
import type { Site } from '../harness/site.ts';

const EVERY_MILLISECONDS = 500;

export interface Forger extends AsyncDisposable {
  readonly name: string;
}

export async function startForger(site: Site, namespace: string): Promise<Forger> {
  const name = 'mallory@nowhere';
  const end = new AbortController();
  let age = 0;
  const forge = async (): Promise<void> => {
    // By clocks that go back and forth.
    age += 100;
    const shape = { holder: name, ageSeconds: age % 7 === 0 ? -age : age, durationSeconds: 3600 };
    await site.apply(lease({ namespace, name: 'registry-switch', ...shape }));
  };
  await forge();
  const forging = (async () => {
    while (!end.signal.aborted) {
      await forge();
      await setTimeout(EVERY_MILLISECONDS, undefined, { signal: end.signal }).catch(() => undefined);
    }
  })();
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await forging;
    },
  };
}
