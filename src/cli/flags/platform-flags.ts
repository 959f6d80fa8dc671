/** Whether a command is about the platform of the cluster itself, instead of the workloads that run on it. */
import * as Flags from '@oclif/core/flags';

export const platformFlags = {
  platform: Flags.boolean({
    helpGroup: 'MOVE',
    description:
      'The platform that manages the cluster (Deckhouse) itself, not the workloads; see the README.',
  }),
};
