import type { WaveRules } from '../domain/plan/waves.ts';
import type { RolloutFlags, WaveFlags } from './flags/run-flags.ts';
import { namespaceList } from './namespace-list.ts';
import { parseDuration } from './parse-duration.ts';

export interface RolloutOptions {
  readonly timeoutSeconds: number;
  readonly maxInFlight: number;
}

export interface SwitchOptions extends RolloutOptions {
  readonly waves: WaveRules;
  readonly settleSeconds: number;
  readonly onFailure: WaveFlags['on-failure'];
}

/** Throws UsageError. */
export function rolloutOptions(flags: RolloutFlags): RolloutOptions {
  return {
    timeoutSeconds: parseDuration(flags.timeout, '--timeout'),
    maxInFlight: flags['max-in-flight'],
  };
}

/** Throws UsageError. */
export function switchOptions(flags: RolloutFlags & WaveFlags): SwitchOptions {
  return {
    waves: waveRules(flags),
    settleSeconds: parseDuration(flags.settle, '--settle'),
    onFailure: flags['on-failure'],
    ...rolloutOptions(flags),
  };
}

/** Throws UsageError. */
export function waveRules(flags: Pick<WaveFlags, 'canary' | 'wave-size' | 'wave-order'>): WaveRules {
  return {
    canary: flags.canary,
    size: flags['wave-size'],
    namespaces: namespaceList(flags['wave-order'], '--wave-order'),
  };
}
