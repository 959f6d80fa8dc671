import { setTimeout as pause } from 'node:timers/promises';

/** Longer than anything takes. */
const PATIENCE = 30_000;

/** What a question is answered with, as soon as the answer is not `undefined` or `false`. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false>,
): Promise<Answer> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await pause(20);
  }
}
