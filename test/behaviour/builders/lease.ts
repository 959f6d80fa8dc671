import { LEASES } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';

export interface LeaseShape {
  readonly holder: string;
  /** When it was renewed last. */
  readonly ageSeconds: number;
  readonly durationSeconds: number;
}

/** A Lease that somebody holds. */
export function lease({ holder, ageSeconds, durationSeconds, ...metadata }: Place & LeaseShape): Buildable {
  const renewTime = new Date(Date.now() - ageSeconds * 1000).toISOString().replace('Z', '000Z');
  return buildable(LEASES, {
    metadata,
    spec: { holderIdentity: holder, leaseDurationSeconds: durationSeconds, renewTime },
  });
}
