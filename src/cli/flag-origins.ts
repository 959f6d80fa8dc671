/** Where `resume` has the value of each flag of a move from: every one is decided about here, or nothing compiles. */
import type { RunMove } from '../domain/run/run-move.ts';
import type { FlagValue } from './shell-command.ts';
import { migrationFlags } from './flags/migration-flags.ts';

type MigrationFlag = keyof typeof migrationFlags;

type FlagOrigin =
  /** What is to be done: a run remembers it. */
  | 'journal'
  /** Whom to trust, with which login, what to run and where: given again with each call, whatever a journal says. */
  | 'anew'
  /** How the cluster is reached: remembered nowhere, and part of every command that is printed to go on. */
  | 'cluster'
  /** Concerns one call only. */
  | 'call';

/** What a run remembers is exactly what comes from its journal: a flag of one and not of the other does not compile. */
type Decided = {
  readonly [Flag in MigrationFlag]: Flag extends keyof RunMove ? 'journal' : Exclude<FlagOrigin, 'journal'>;
};

export const FLAG_ORIGINS = {
  from: 'journal',
  to: 'journal',
  'push-to': 'journal',
  strategy: 'journal',
  'max-depth': 'journal',
  rules: 'journal',
  drift: 'journal',
  pin: 'journal',
  overwrite: 'journal',
  'include-managed': 'journal',
  'rewrite-mentions': 'journal',
  namespace: 'journal',
  'exclude-namespace': 'journal',
  selector: 'journal',
  'image-path': 'journal',
  'max-in-flight': 'journal',
  timeout: 'journal',
  canary: 'journal',
  'wave-size': 'journal',
  'wave-order': 'journal',
  settle: 'journal',
  'on-failure': 'journal',
  'copy-timeout': 'journal',
  parallelism: 'journal',
  username: 'anew',
  'password-stdin': 'anew',
  'to-secret': 'anew',
  'pull-username': 'anew',
  'pull-password-file': 'anew',
  'pull-secret': 'anew',
  'share-push-login': 'anew',
  'allow-expiring-login': 'anew',
  open: 'anew',
  'registry-secret': 'anew',
  'pull-secret-name': 'anew',
  'registry-ca': 'anew',
  'registry-tls': 'anew',
  'copier-image': 'anew',
  'copier-image-unpinned': 'anew',
  'copier-pull-secret': 'anew',
  'copier-node-selector': 'anew',
  'copier-toleration': 'anew',
  'copier-requests': 'anew',
  'copier-limits': 'anew',
  'copy-namespace': 'cluster',
  kubeconfig: 'cluster',
  context: 'cluster',
  cluster: 'cluster',
  user: 'cluster',
  server: 'cluster',
  'certificate-authority': 'cluster',
  'insecure-skip-tls-verify': 'cluster',
  as: 'cluster',
  'as-group': 'cluster',
  'as-uid': 'cluster',
  'request-timeout': 'cluster',
  // All namespaces are what no --namespace says.
  'all-namespaces': 'call',
  yes: 'call',
  'dry-run': 'call',
  'ignore-not-found': 'call',
  expect: 'call',
  takeover: 'call',
  output: 'call',
  'no-headers': 'call',
  quiet: 'call',
} as const satisfies Decided & Record<keyof RunMove, 'journal'>;

/** The flags of a class, in the order of the table. */
export function flagsFrom(origin: FlagOrigin): string[] {
  return Object.entries(FLAG_ORIGINS).flatMap(([flag, one]) => (one === origin ? [flag] : []));
}

export type FlagValues = Readonly<Record<string, FlagValue>>;

/** Values of a class that say something: neither absent nor what would hold anyway. */
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
