import { UsageError } from '../domain/errors.ts';
import { nearest } from '../domain/names/nearest.ts';
import { migrationFlags } from './flags/migration-flags.ts';

/** Short forms of flags that change the cluster. */
const LONG_NAMES: Readonly<Record<string, string>> = { '-y': '--yes' };

/**
 * A next step for flags that a command does not have; `undefined` for other errors. `own`: names of the command's
 * flags.
 */
export function unknownFlags(
  error: unknown,
  { command, own }: { readonly command: string; readonly own: readonly string[] },
): UsageError | undefined {
  const flags = flagsOf(error);
  const [first] = flags;
  if (first === undefined) return undefined;
  const message = `nonexistent flag${flags.length === 1 ? '' : 's'}: ${flags.join(', ')}`;
  return new UsageError(message, { nextStep: nextStep(LONG_NAMES[first] ?? first, command, own) });
}

/** From oclif's NonExistentFlagsError, as typed. */
function flagsOf(error: unknown): string[] {
  if (!(error instanceof Error) || !('oclif' in error) || !('flags' in error)) return [];
  const { flags } = error;
  return Array.isArray(flags) && error.constructor.name === 'NonExistentFlagsError' ? flags.map(String) : [];
}

function nextStep(flag: string, command: string, own: readonly string[]): string {
  const name = flag.replace(/^-+/, '').replace(/^no-(?=canary$)/, '');
  if (Object.hasOwn(migrationFlags, name)) {
    const belongs = `It is a flag of "migrate": leave it out`;
    return command === 'plan'
      ? `${belongs}, or give all flags of a move to \`kubectl registry-switch migrate --dry-run\`, which shows the same plan.`
      : `${belongs}; see \`kubectl registry-switch help ${command}\`.`;
  }
  const near = nearest(
    name,
    own.map((one) => ({ name: `--${one}`, spellings: [one] })),
  );
  const meant = near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
  return `${meant}See \`kubectl registry-switch help ${command}\` for usage.`;
}
