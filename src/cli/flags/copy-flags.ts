/** Flags of the copy Job. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { stateNamespaceFlags } from './state-namespace-flags.ts';
import { inGroup, repeated } from './in-group.ts';

export const copyFlags = inGroup('COPY', {
  ...stateNamespaceFlags,
  'copy-timeout': Flags.string({
    helpValue: 'DURATION',
    default: '10m',
    description:
      'How long the copy may be without a running pod (quota, no node, image not pulled); 0 means no limit.',
  }),
  'copier-image': Flags.string({
    helpValue: 'IMAGE',
    description:
      'Image of the copy engine (default: regsync of the regclient project); its tag is pinned to its current digest.',
  }),
  'copier-image-unpinned': Flags.boolean({
    description: 'Use the tag of the copy engine if its digest cannot be resolved from here.',
  }),
  'copier-pull-secret': repeated({
    helpValue: 'NAME',
    description: 'Pull Secret in the copy namespace for the image of the copy engine.',
  }),
  'copier-node-selector': repeated({
    helpValue: 'KEY=VALUE',
    description: 'Run copy pods only on nodes with this label; may be repeated.',
  }),
  'copier-toleration': repeated({
    helpValue: 'KEY[=VALUE][:EFFECT]',
    description: 'Taint that copy pods tolerate; may be repeated.',
  }),
  'copier-requests': Flags.string({
    helpValue: 'RESOURCES',
    default: 'cpu=100m,memory=128Mi',
    description: 'Resource requests of a copy pod.',
  }),
  'copier-limits': Flags.string({
    helpValue: 'RESOURCES',
    default: 'memory=512Mi',
    description: 'Resource limits of a copy pod.',
  }),
  parallelism: Flags.integer({
    min: 1,
    max: 100,
    default: 4,
    description: 'Number of copy pods that run at the same time; each copies a part of the images.',
  }),
});

export type CopyFlags = InferredFlags<typeof copyFlags>;
