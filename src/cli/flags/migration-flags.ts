/** The flags that describe a move: what is moved, and how. A run remembers them. */
import { copyFlags } from './copy-flags.ts';
import { homeFlags } from './home-flags.ts';
import { moveFlags } from './move-flags.ts';
import { registryFlags } from './registry-flags.ts';
import { confirmFlags, leaseFlags, rolloutFlags, waveFlags } from './run-flags.ts';
import { scopeFlags } from './scope-flags.ts';
import { connectionFlags } from './connection-flags.ts';
import { outputFlags } from './output-flags.ts';

export const describingFlags = {
  ...moveFlags,
  ...rolloutFlags,
  ...waveFlags,
  ...copyFlags,
  ...registryFlags,
  ...scopeFlags,
};

export const migrationFlags = {
  ...describingFlags,
  ...confirmFlags,
  ...leaseFlags,
  ...outputFlags,
  ...connectionFlags,
};

/** Without those of the copy Job. */
export const switchFlags = {
  ...moveFlags,
  ...confirmFlags,
  ...leaseFlags,
  ...rolloutFlags,
  ...waveFlags,
  ...homeFlags,
  ...registryFlags,
  ...scopeFlags,
  ...outputFlags,
  ...connectionFlags,
};
