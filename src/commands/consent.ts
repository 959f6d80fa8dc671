/** What the user has to agree to before logins are written to pull Secrets. */
import { DeclinedError, UsageError } from '../domain/errors.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { whoCanPush } from '../domain/plan/push-login.ts';
import { LASTING_LOGINS } from '../domain/plan/written-logins.ts';
import type { Output } from './output.ts';

/** In place of sharing the login of the copy. */
export const WAYS_OUT =
  'Give pods their own login that may only pull (--pull-username with --pull-password-file or REGISTRY_SWITCH_PULL_PASSWORD, or --pull-secret NAMESPACE/NAME), or consent with --share-push-login.';

interface ConsentFlags {
  readonly 'share-push-login': boolean;
  readonly yes: boolean;
}

/**
 * `true` when sharing was agreed to by the flag or an answer; `false` when there is nothing to share. Throws
 * DeclinedError when the answer is no, UsageError when there is no terminal or --yes was given.
 */
export async function consentToShare(
  output: Pick<Output, 'canAsk' | 'prompter'>,
  plan: Plan,
  { 'share-push-login': consented, yes }: ConsentFlags,
): Promise<boolean> {
  if (plan.namespacesWithPushLogin.length === 0 || consented) return consented;
  const consequence = `Pods have no login of their own; with the login of the copy, ${whoCanPush(plan.namespacesWithPushLogin, plan.placesOfPushLogin)}`;
  if (!output.canAsk || yes)
    throw new UsageError(`nothing was changed: ${consequence.replace(/^P/, 'p')}`, { nextStep: WAYS_OUT });
  const message = `${consequence}. Share it?`;
  if (await output.prompter.confirm({ message, flag: '--share-push-login', default: false })) return true;
  throw new DeclinedError('nothing was changed', { nextStep: WAYS_OUT });
}

/** Not a question: whoever answers it may be gone when the login expires. Throws UsageError. */
export function requireLastingLogins(
  { expiringLogins: [first] }: Plan,
  { 'allow-expiring-login': allowed }: { readonly 'allow-expiring-login': boolean },
): void {
  if (first === undefined || allowed) return;
  throw new UsageError(`nothing was changed: ${first}, and pods that start later could not pull`, {
    nextStep: `${LASTING_LOGINS}; or accept it with --allow-expiring-login.`,
  });
}
