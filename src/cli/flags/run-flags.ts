/** Flags of everything that changes a cluster. */
import { Flags } from '@oclif/core';

const helpGroup = 'RUN';

export const confirmFlags = {
  yes: Flags.boolean({ char: 'y', helpGroup, description: 'Do not ask before the first change.' }),
  'dry-run': Flags.boolean({ helpGroup, description: 'Only show what would be done.' }),
};

export const rolloutFlags = {
  'max-in-flight': Flags.integer({
    helpGroup,
    min: 1,
    max: 100,
    default: 4,
    description: 'Workloads that roll out at the same time at most.',
  }),
  timeout: Flags.string({
    helpGroup,
    helpValue: 'DURATION',
    default: '10m',
    description: 'How long a workload may take to become ready, e.g. 90s or 10m.',
  }),
};
