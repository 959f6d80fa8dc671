/** From the flags about waves to how workloads are switched. */
import type { WaveRules } from '../domain/plan/waves.ts';
import { namespaceList } from './namespace-list.ts';
import { parseDuration } from './parse-duration.ts';

/** The values of `waveFlags`. */
export interface WaveValues {
  readonly canary: boolean;
  readonly 'wave-size': number;
  readonly 'wave-order': string[] | undefined;
  readonly settle: string;
  readonly 'on-failure': 'halt' | 'continue' | 'rollback-all';
}

export interface WaveOptions {
  readonly waves: WaveRules;
  readonly settleSeconds: number;
  readonly onFailure: WaveValues['on-failure'];
}

/** Throws UsageError. */
export function waveOptions(flags: WaveValues): WaveOptions {
  return {
    waves: {
      canary: flags.canary,
      size: flags['wave-size'],
      namespaces: namespaceList(flags['wave-order'], '--wave-order'),
    },
    settleSeconds: parseDuration(flags.settle, '--settle'),
    onFailure: flags['on-failure'],
  };
}
