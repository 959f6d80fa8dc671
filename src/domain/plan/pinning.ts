/** Whether images are written with their digest, so that nobody can push another one in their place. */
import type { Workload } from '../inventory/workload.ts';

export const PIN_POLICIES = ['auto', 'always', 'never'] as const;

/** `auto`: where others can push to the target. */
export type PinPolicy = (typeof PIN_POLICIES)[number];

export interface PinContext {
  readonly policy: PinPolicy;
  /** Pods have the login that copies, or the target asks for none: others than the operator can push there. */
  readonly isShared: boolean;
}

/** Operators take tags apart: with `auto` the fields of custom resources stay as they are. */
export function pinsImages({ serviceAccount }: Workload, { policy, isShared }: PinContext): boolean {
  if (policy !== 'auto') return policy === 'always';
  return isShared && serviceAccount !== undefined;
}
