/** Problems of the logins that a plan would write into pull Secrets. */
import { UsageError } from '../errors.ts';
import { formatRegistryPrefix } from '../mapping/registry-prefix.ts';
import type { PlannedChange } from './plan.ts';
import { loginsNeeded, type PodLogin, type PullSecretContext } from './pull-secrets.ts';

/** Hint about long-lived logins. */
export const LASTING_LOGINS =
  'Give pods a login that does not expire (--pull-username with --pull-password-file, or --pull-secret): a robot account, deploy token or service account key with pull access only';

/** Expiring logins, each in a sentence. Throws UsageError for a login that nodes cannot use. */
export function expiringLogins(changes: readonly PlannedChange[], context: PullSecretContext): string[] {
  const problems = [...writtenLogins(changes, context)].flatMap(({ place, problem }) =>
    problem === undefined
      ? []
      : [{ kind: problem.kind, text: `the login for ${formatRegistryPrefix(place)} ${problem.reason}` }],
  );
  const unusable = problems.find(({ kind }) => kind === 'unusable');
  if (unusable !== undefined) throw new UsageError(unusable.text, { nextStep: `${LASTING_LOGINS}.` });
  return problems.map(({ text }) => text);
}

function writtenLogins(changes: readonly PlannedChange[], context: PullSecretContext): ReadonlySet<PodLogin> {
  const writing = changes.filter(
    ({ ensurePullSecret }) => ensurePullSecret !== undefined || context.granting.size > 0,
  );
  return new Set(
    writing.flatMap(({ images }) =>
      loginsNeeded(
        images.map(({ to }) => to),
        context,
      ),
    ),
  );
}

/** The warnings of the plan; empty: nothing expires. */
export function expiryWarnings(expiring: readonly string[]): string[] {
  return expiring.map(
    (text) =>
      `${text}: pods that start later could not pull. ${LASTING_LOGINS}; or accept it with --allow-expiring-login`,
  );
}
