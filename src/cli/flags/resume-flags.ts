/** The flags of `resume`: everything that is not taken from the journal. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { MOVE_FLAGS, type RunMove } from '../../domain/run/run-move.ts';
import { connectionFlags } from './connection-flags.ts';
import { copyFlags } from './copy-flags.ts';
import { moveFlags, sourceFlags } from './move-flags.ts';
import { outputFlags } from './output-flags.ts';
import { consentFlags, registryFlags } from './registry-flags.ts';
import { confirmFlags, leaseFlags, rolloutFlags, waveFlags } from './run-flags.ts';

const helpGroup = 'RUN';

const { to, 'push-to': pushTo, rules } = sourceFlags;

export const resumeFlags = {
  expect: Flags.string({
    helpGroup,
    helpValue: 'HASH',
    description:
      'Resume only if the journal still has this hash, shown when the run started; required with --yes and in scripts.',
  }),
  to: {
    ...to,
    description: 'Registry that is moved to: resume only if the journal says the same.',
  },
  'push-to': {
    ...pushTo,
    description: 'Push address of the target: resume only if the journal says the same.',
  },
  rules: {
    ...rules,
    description: 'File with prefix rules: resume only if the journal says the same.',
  },
  ...confirmFlags,
  ...leaseFlags,
  ...rolloutFlags,
  ...waveFlags,
  ...copyFlags,
  ...registryFlags,
  ...consentFlags,
  ...notStored(moveFlags),
  ...outputFlags,
  ...connectionFlags,
};

/** Those of a group that a journal does not hold. */
function notStored<Group extends object>(group: Group): Omit<Group, keyof RunMove> {
  const stored: ReadonlySet<string> = new Set(MOVE_FLAGS);
  return Object.fromEntries(Object.entries(group).filter(([flag]) => !stored.has(flag))) as Omit<
    Group,
    keyof RunMove
  >;
}

export type ResumeFlags = InferredFlags<typeof resumeFlags>;
