/** Refuses what a command about the platform itself would not read: nobody should believe that it was obeyed. */
import { UsageError } from '../domain/errors.ts';
import { connectionFlags } from './flags/connection-flags.ts';
import { outputFlags } from './flags/output-flags.ts';
import { platformRollbackFlags } from './flags/platform-flags.ts';

const COMMON = ['platform', 'profile', 'yes', 'dry-run', 'takeover'].concat(
  Object.keys(outputFlags),
  Object.keys(connectionFlags),
);
const LOGIN = ['username', 'password-stdin', 'to-secret'];
const REGISTRY = ['registry-ca', 'registry-tls'];
const PULL_LOGIN = [
  'pull-username',
  'pull-password-file',
  'pull-secret',
  'share-push-login',
  'allow-expiring-login',
];

const READ: Readonly<Record<PlatformCommand, ReadonlySet<string>>> = {
  copy: new Set([...COMMON, ...LOGIN, ...REGISTRY, 'to', 'retry']),
  switch: new Set([...COMMON, ...LOGIN, ...PULL_LOGIN, ...REGISTRY, 'to', 'timeout']),
  rollback: new Set([...COMMON, ...REGISTRY, 'timeout', 'expect']),
  finish: new Set(COMMON),
};

export type PlatformCommand = 'copy' | 'switch' | 'rollback' | 'finish';

/** What was typed, as oclif tells it. */
export interface Typed {
  readonly raw: readonly (
    { readonly type: 'arg'; readonly input: string } | { readonly type: 'flag'; readonly flag: string }
  )[];
}

/** Throws UsageError. */
export function requirePlatformArguments(command: PlatformCommand, { raw }: Typed): void {
  for (const token of raw) {
    if (token.type === 'flag' && READ[command].has(token.flag)) continue;
    const what = token.type === 'arg' ? `argument ${JSON.stringify(token.input)}` : `--${token.flag}`;
    throw new UsageError(`${what} is not for ${command} --platform, which is about the platform as a whole`, {
      nextStep: 'Leave one of them out.',
    });
  }
}

/** Throws UsageError for what only a rollback of the platform reads. */
export function requireForPlatform(
  flags: Readonly<Record<keyof typeof platformRollbackFlags, unknown>>,
): void {
  const [given] = Object.keys(platformRollbackFlags).filter(
    (name) => flags[name as keyof typeof platformRollbackFlags] !== undefined,
  );
  if (given === undefined) return;
  throw new UsageError(`--${given} is for rollback --platform`, {
    nextStep: 'Leave it out, or add --platform.',
  });
}
