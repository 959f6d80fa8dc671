/** The conditions in the Secret `registry-state`: which there are, in order, and how one is set. */
import type { RegistryMode } from './registry-params.ts';

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

export type Step =
  | 'RegistryContainsRequiredImages'
  | 'ContainerdConfigPreflightReady'
  | 'TransitionContainerdConfigReady'
  | 'InClusterProxyReady'
  | 'DeckhouseRegistrySwitchReady'
  | 'FinalContainerdConfigReady'
  | 'CleanupInClusterProxy';

/** What comes before `Ready`; `undefined`: the stand-in does not know this mode. */
export function stepsTo(mode: RegistryMode, configured: boolean): readonly Step[] | undefined {
  const images = ['RegistryContainsRequiredImages'] as const;
  const preflight = ['ContainerdConfigPreflightReady'] as const;
  const rest = ['DeckhouseRegistrySwitchReady', 'FinalContainerdConfigReady'] as const;
  if (mode === 'Direct') {
    return [...images, ...preflight, 'TransitionContainerdConfigReady', 'InClusterProxyReady', ...rest];
  }
  if (mode !== 'Unmanaged') return undefined;
  const nodes = [...(configured ? preflight : []), 'TransitionContainerdConfigReady'] as const;
  return [...images, ...nodes, ...rest, 'CleanupInClusterProxy'];
}

/** A condition that is set moves to the end; its time stays as long as its status does. */
export function withCondition(
  conditions: readonly Condition[],
  set: Omit<Condition, 'lastTransitionTime'>,
  now: Date,
): readonly Condition[] {
  const before = conditions.find(({ type }) => type === set.type);
  const isSame = before?.status === set.status;
  const lastTransitionTime = isSame ? before.lastTransitionTime : now.toISOString().replace(/\.\d+Z$/, 'Z');
  return [...conditions.filter(({ type }) => type !== set.type), { ...set, lastTransitionTime }];
}

/** `message` says what is still to be done; `undefined`: nothing. */
export function conditionOf(type: Step, message: string | undefined): Omit<Condition, 'lastTransitionTime'> {
  if (message !== undefined) return { type, status: 'False', reason: 'Processing', message };
  return { type, status: 'True', reason: '', message: '' };
}
