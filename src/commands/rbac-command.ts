/** The `rbac` command line that prints the roles for another command line. */
import { rbacFlags } from '../cli/flags/rbac-flags.ts';
import type { CoveredFlags } from '../cli/rbac-request.ts';
import { shellCommand } from '../cli/shell-command.ts';

/** Reading commands read remembered paths in the state namespace. */
const LOOKED_AT = ['copy-namespace'] as const;
const ALL = [...LOOKED_AT, 'registry-secret', 'to-secret', 'pull-secret', 'pull-secret-name'] as const;

/** Quoted for a shell; the subject of the bindings is left for the user to fill in. */
export function rbacCommand(flags: CoveredFlags, readOnly: boolean): string {
  const { namespace = [] } = flags;
  // RBAC knows no namespace patterns: the roles are cluster-wide then.
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
