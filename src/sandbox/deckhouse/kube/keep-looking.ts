/** What runs beside the cluster: looks at it again and again, and does what is to be done. */
import { setTimeout as pause } from 'node:timers/promises';
import { KubeFailure } from './kube-failure.ts';

/** Milliseconds between two looks. */
const INTERVAL = 250;

/** Resolves when it was told to end. What the API refused is tried again at the next look. */
export async function keepLooking(signal: AbortSignal, look: () => Promise<unknown>): Promise<void> {
  try {
    for (;;) {
      await untilRefused(look);
      await pause(INTERVAL, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function untilRefused(look: () => Promise<unknown>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!(error instanceof KubeFailure)) throw error;
  }
}
