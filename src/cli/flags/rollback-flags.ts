/** The flags of `rollback`. */
import type { InferredFlags } from '@oclif/core/interfaces';
import { connectionFlags } from './connection-flags.ts';
import { stateNamespaceFlags } from './state-namespace-flags.ts';
import { outputFlags } from './output-flags.ts';
import { confirmFlags, leaseFlags, rolloutFlags } from './run-flags.ts';
import { scopeFlags } from './scope-flags.ts';

export const rollbackFlags = {
  ...confirmFlags,
  ...leaseFlags,
  ...rolloutFlags,
  ...stateNamespaceFlags,
  ...scopeFlags,
  ...outputFlags,
  ...connectionFlags,
};

export type RollbackFlags = InferredFlags<typeof rollbackFlags>;
