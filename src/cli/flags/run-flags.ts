/** Flags of all commands that change a cluster. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { inGroup, repeated } from './in-group.ts';

export const confirmFlags = inGroup('RUN', {
  yes: Flags.boolean({ char: 'y', description: 'Do not ask before the first change.' }),
  'dry-run': Flags.boolean({ description: 'Only show what would be done.' }),
});

export const expectFlags = inGroup('RUN', {
  expect: Flags.string({
    helpValue: 'HASH',
    description: 'Continue only if the plan has this hash, as shown by "plan".',
  }),
});

export const leaseFlags = inGroup('RUN', {
  takeover: Flags.boolean({
    description: 'Continue although another run seems to be changing the cluster; that run is stopped.',
  }),
});

export const rolloutFlags = inGroup('RUN', {
  'max-in-flight': Flags.integer({
    min: 1,
    max: 100,
    default: 4,
    description: 'Maximum number of workloads that roll out at the same time.',
  }),
  timeout: Flags.string({
    helpValue: 'DURATION',
    default: '10m',
    description: 'How long a workload may take to become ready, e.g. 90s or 10m.',
  }),
});

export const waveFlags = inGroup('RUN', {
  canary: Flags.boolean({
    allowNo: true,
    default: true,
    description: 'Switch the smallest workload first, alone.',
  }),
  'wave-size': Flags.integer({
    min: 1,
    default: 20,
    description: 'Maximum number of workloads in a wave; a wave never spans namespaces.',
  }),
  'wave-order': repeated({
    helpValue: 'NAMESPACE',
    description: 'Namespace to switch before the others; may be repeated, in the given order.',
  }),
  settle: Flags.string({
    helpValue: 'DURATION',
    default: '5s',
    description: 'How long a wave has to stay ready, without restarts, before the next one starts.',
  }),
  'on-failure': Flags.option({
    options: ['halt', 'continue', 'rollback-all'] as const,
    default: 'halt' as const,
    description:
      'When a workload fails: roll back its wave and halt, roll back only it and continue, or roll back everything.',
  })(),
});

export type RolloutFlags = InferredFlags<typeof rolloutFlags>;

export type WaveFlags = InferredFlags<typeof waveFlags>;
