import { describePermission } from '../../domain/permissions/permission.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import type { AskedPermission } from '../../workflow/preflight/ask-permissions.ts';
import type { Check } from '../../workflow/preflight/check-logins.ts';
import type { PreflightReport } from '../../workflow/preflight/preflight.ts';

interface PreflightRow {
  readonly what: string;
  readonly namespace: string;
  readonly allowed: 'yes' | 'no' | 'unknown';
  readonly note: string;
}

/** Only what is missing, or all. */
export function preflightView(all: boolean): ResultView<PreflightReport, PreflightRow> {
  return {
    rows: ({ permissions, checks }) =>
      [...permissions.map(permissionRow), ...checks.map(checkRow)].filter(
        ({ allowed }) => all || allowed !== 'yes',
      ),
    name: ({ what }) => what,
    columns: [
      { header: 'permission', value: ({ what }) => what },
      { header: 'namespace', value: ({ namespace }) => namespace },
      { header: 'allowed', value: ({ allowed }) => allowed },
      { header: 'note', value: ({ note }) => note },
    ],
  };
}

/** `*`: all namespaces, or a cluster-scoped resource. */
function permissionRow(permission: AskedPermission): PreflightRow {
  const { namespace = '*', allowed, why, without } = permission;
  return {
    what: describePermission(permission),
    namespace,
    allowed: allowed ? 'yes' : 'no',
    note: `to ${why}${without === undefined ? '' : `; without it ${without}`}`,
  };
}

const STATES = { passed: 'yes', failed: 'no', unknown: 'unknown' } as const;

function checkRow({ what, state, message }: Check): PreflightRow {
  return { what, namespace: '', allowed: STATES[state], note: message };
}
