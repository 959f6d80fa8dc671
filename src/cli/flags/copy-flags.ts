/** Flags of the copy Job. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { stateNamespaceFlags } from './state-namespace-flags.ts';

const helpGroup = 'COPY';

export const copyFlags = {
  ...stateNamespaceFlags,
  'copy-timeout': Flags.string({
    helpGroup,
    helpValue: 'DURATION',
    default: '10m',
    description:
      'How long the copy may be without a pod that runs (quota, no node, image not pulled); 0 means no limit.',
  }),
  'copier-image': Flags.string({
    helpGroup,
    helpValue: 'IMAGE',
    description:
      'Image of the copy engine (default: regsync of the regclient project); its tag is fixed to the digest that it has now.',
  }),
  'copier-image-unpinned': Flags.boolean({
    helpGroup,
    description: 'Go by the tag of the copy engine where its digest cannot be asked for from here.',
  }),
  'copier-pull-secret': Flags.string({
    helpGroup,
    helpValue: 'NAME',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Pull Secret in the copy namespace for the image of the engine.',
  }),
  'copier-node-selector': Flags.string({
    helpGroup,
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Run the copy on nodes with this label; may be repeated.',
  }),
  'copier-toleration': Flags.string({
    helpGroup,
    helpValue: 'KEY[=VALUE][:EFFECT]',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Taint that the copy tolerates; may be repeated.',
  }),
  'copier-requests': Flags.string({
    helpGroup,
    helpValue: 'RESOURCES',
    default: 'cpu=100m,memory=128Mi',
    description: 'Resources that a copy pod requests.',
  }),
  'copier-limits': Flags.string({
    helpGroup,
    helpValue: 'RESOURCES',
    default: 'memory=512Mi',
    description: 'Resources that a copy pod may use.',
  }),
  parallelism: Flags.integer({
    helpGroup,
    min: 1,
    max: 100,
    default: 4,
    description: 'Copy pods at once; the list of images is shared among them.',
  }),
};

export type CopyFlags = InferredFlags<typeof copyFlags>;
