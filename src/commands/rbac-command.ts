/** The call of `rbac` that prints what a call of another command needs. */
import { rbacFlags } from '../cli/flags/rbac-flags.ts';
import type { CoveredFlags } from '../cli/rbac-request.ts';
import { shellCommand } from '../cli/shell-command.ts';

/** Who only looks reads what is remembered in the home. */
const LOOKED_AT = ['copy-namespace'] as const;
const ALL = [...LOOKED_AT, 'registry-secret', 'to-secret', 'pull-secret', 'pull-secret-name'] as const;

/** As a shell takes it; whom the roles are given to is left to be filled in. */
export function rbacCommand(flags: CoveredFlags, readOnly: boolean): string {
  const { namespace = [] } = flags;
  // Patterns cannot be granted: the roles are for the whole cluster then.
  const exact = namespace.some((name) => /[*?]/.test(name)) ? [] : namespace;
  const single = (readOnly ? LOOKED_AT : ALL).flatMap((name) => {
    const value = flags[name];
    return value === undefined || value === rbacFlags[name].default ? [] : [`--${name}`, value];
  });
  const words = [
    ...(readOnly ? ['--read-only', '--with-secrets'] : []),
    ...exact.flatMap((name) => ['-n', name]),
    ...single,
    ...(flags['image-path'] ?? []).flatMap((path) => ['--image-path', path]),
    '--user',
    'NAME',
  ];
  return shellCommand(['rbac', ...words]);
}
