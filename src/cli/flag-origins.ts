/** Where `resume` takes the value of each flag of a move from; derived from the group that defines the flag. */
import { MOVE_FLAGS } from '../domain/run/run-move.ts';
import { connectionFlags } from './flags/connection-flags.ts';
import { stateNamespaceFlags } from './flags/state-namespace-flags.ts';
import { migrationFlags } from './flags/migration-flags.ts';
import { outputFlags } from './flags/output-flags.ts';
import type { consentFlags, registryFlags } from './flags/registry-flags.ts';
import { confirmFlags, expectFlags, leaseFlags } from './flags/run-flags.ts';
import type { FlagValue } from './shell-command.ts';

type MigrationFlag = keyof typeof migrationFlags;

type FlagOrigin =
  /** What is to be done: taken from the journal of the run. */
  | 'journal'
  /** Whom to trust, with which login, what to run and where: given again with each call, whatever a journal says. */
  | 'anew'
  /** How the cluster is reached: remembered nowhere, and part of every command that is printed to go on. */
  | 'cluster'
  /** Concerns one call only. */
  | 'call';

/** How to reach the cluster, whom to trust and what to run: never taken from a journal. */
type Unbelieved =
  | keyof typeof connectionFlags
  | keyof typeof stateNamespaceFlags
  | keyof typeof registryFlags
  | keyof typeof consentFlags
  | `copier-${string}`
  | 'open';

/** The type makes the compiler reject any other flag in the schema of a run. */
const JOURNAL: readonly Exclude<MigrationFlag, Unbelieved>[] = MOVE_FLAGS;

const CLUSTER = Object.keys({ ...stateNamespaceFlags, ...connectionFlags });

const CALL = [
  // --all-namespaces is the same as no --namespace.
  ...['all-namespaces', 'ignore-not-found'],
  ...Object.keys({ ...confirmFlags, ...expectFlags, ...leaseFlags, ...outputFlags }),
];

const DECIDED: ReadonlySet<string> = new Set([...JOURNAL, ...CLUSTER, ...CALL]);

/** A flag in none of the groups is never taken from a journal. */
const ANEW = Object.keys(migrationFlags).filter((flag) => !DECIDED.has(flag));

const FLAGS: Readonly<Record<FlagOrigin, readonly string[]>> = {
  journal: JOURNAL,
  anew: ANEW,
  cluster: CLUSTER,
  call: CALL,
};

export function flagsFrom(origin: FlagOrigin): readonly string[] {
  return FLAGS[origin];
}

export type FlagValues = Readonly<Record<string, FlagValue>>;

/** The flags of an origin whose values are present and differ from the default. */
export function saidFlags(
  flags: FlagValues,
  origin: FlagOrigin,
): readonly (readonly [flag: string, value: FlagValue])[] {
  const defaults = new Map(Object.entries(migrationFlags).map(([flag, { default: value }]) => [flag, value]));
  return flagsFrom(origin).flatMap((flag) => {
    const value = flags[flag];
    const silent = value === undefined || value === false || value === defaults.get(flag);
    return silent ? [] : [[flag, value] as const];
  });
}
