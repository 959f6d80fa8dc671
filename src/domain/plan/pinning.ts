/** Whether references are written with a digest, which protects from overwritten tags. */
import type { Workload } from '../inventory/workload.ts';

export const PIN_POLICIES = ['auto', 'always', 'never'] as const;

/** `auto`: if others can push to the target. */
export type PinPolicy = (typeof PIN_POLICIES)[number];

export interface PinContext {
  readonly policy: PinPolicy;
  /** Others can push to the target: pods have the login of the copy, or the target needs no login. */
  readonly isShared: boolean;
}

/** With `auto` custom resources are not pinned, since operators may parse tags. */
export function pinsImages({ serviceAccount }: Workload, { policy, isShared }: PinContext): boolean {
  if (policy !== 'auto') return policy === 'always';
  return isShared && serviceAccount !== undefined;
}
