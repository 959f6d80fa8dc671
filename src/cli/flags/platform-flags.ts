/** Whether a command is about the platform of the cluster itself, instead of the workloads that run on it. */
import * as Flags from '@oclif/core/flags';
import { registryFlags } from './registry-flags.ts';

export const platformFlags = {
  platform: Flags.boolean({
    helpGroup: 'MOVE',
    description:
      'The platform that manages the cluster (Deckhouse) itself, not the workloads; see the README.',
  }),
};

/** What a rollback of the platform needs beside: it asks the registry that it goes back to. */
export const platformRollbackFlags = {
  expect: Flags.string({
    helpGroup: 'RUN',
    helpValue: 'HASH',
    description:
      'With --platform: go back only to what has this hash, as the switch printed it; required with --yes.',
  }),
  'registry-ca': registryFlags['registry-ca'],
  'registry-tls': registryFlags['registry-tls'],
};
