/** All flags of a move. */
import type { InferredFlags } from '@oclif/core/interfaces';
import { copyFlags } from './copy-flags.ts';
import { stateNamespaceFlags } from './state-namespace-flags.ts';
import { moveFlags } from './move-flags.ts';
import { consentFlags, registryFlags } from './registry-flags.ts';
import { confirmFlags, expectFlags, leaseFlags, rolloutFlags, waveFlags } from './run-flags.ts';
import { scopeFlags } from './scope-flags.ts';
import { connectionFlags } from './connection-flags.ts';
import { outputFlags } from './output-flags.ts';

export const migrationFlags = {
  ...moveFlags,
  ...rolloutFlags,
  ...waveFlags,
  ...copyFlags,
  ...registryFlags,
  ...scopeFlags,
  ...consentFlags,
  ...confirmFlags,
  ...expectFlags,
  ...leaseFlags,
  ...outputFlags,
  ...connectionFlags,
};

export type MigrationFlags = InferredFlags<typeof migrationFlags>;

/** The flags of a move without those of the copy Job. */
export const switchFlags = {
  ...moveFlags,
  ...consentFlags,
  ...confirmFlags,
  ...expectFlags,
  ...leaseFlags,
  ...rolloutFlags,
  ...waveFlags,
  ...stateNamespaceFlags,
  ...registryFlags,
  ...scopeFlags,
  ...outputFlags,
  ...connectionFlags,
};

export type SwitchFlags = InferredFlags<typeof switchFlags>;
