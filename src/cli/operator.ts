/** The user who runs this process. */
import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Holder } from '../domain/run/holder.ts';
import { processMarker } from './process-marker.ts';

/** `me@laptop` */
export function operator(): string {
  return `${userName()}@${hostname()}`;
}

/**
 * This process as the holder of leases. `what` is the activity, for display: `run 20261121-091733-k3x9`, `rollback`.
 */
export function newHolder(what: string, run?: string): Holder {
  return { identity: randomUUID(), name: `${operator()}, ${what}`, run, process: processMarker() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a passwd entry, as in containers.
    return process.env.USER ?? 'unknown';
  }
}
