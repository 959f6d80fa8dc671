/** What the operator has to agree to before logins are written into pull Secrets. */
import { DeclinedError, UsageError } from '../domain/errors.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { whoCanPush } from '../domain/plan/push-login.ts';
import { LASTING_LOGINS } from '../domain/plan/written-logins.ts';
import type { Output } from './output.ts';

const WAYS_OUT =
  'Give pods a login of their own that may only pull (--pull-username with --pull-password-file or REGISTRY_SWITCH_PULL_PASSWORD, or --pull-secret NAMESPACE/NAME), or consent with --share-push-login.';

interface ConsentFlags {
  readonly 'share-push-login': boolean;
  readonly yes: boolean;
}

/**
 * Whether it was agreed to, by the flag or by an answer: nothing to agree to is no agreement. Throws DeclinedError when
 * the answer is no, UsageError where nobody can answer or nothing is to be asked.
 */
export async function consentToShare(
  output: Pick<Output, 'canAsk' | 'prompter'>,
  plan: Plan,
  { 'share-push-login': consented, yes }: ConsentFlags,
): Promise<boolean> {
  if (plan.namespacesWithPushLogin.length === 0 || consented) return consented;
  const consequence = `Pods have no login of their own: with the one that copies, ${whoCanPush(plan.namespacesWithPushLogin, plan.placesOfPushLogin)}`;
  if (!output.canAsk || yes)
    throw new UsageError(`nothing was changed: ${consequence.replace(/^P/, 'p')}`, { nextStep: WAYS_OUT });
  const message = `${consequence}. Share it?`;
  if (await output.prompter.confirm({ message, flag: '--share-push-login', default: false })) return true;
  throw new DeclinedError('nothing was changed', { nextStep: WAYS_OUT });
}

/** Nobody is asked: who answers may be gone when the login ends. Throws UsageError. */
export function requireLastingLogins(
  { expiringLogins: [first] }: Plan,
  { 'allow-expiring-login': allowed }: { readonly 'allow-expiring-login': boolean },
): void {
  if (first === undefined || allowed) return;
  throw new UsageError(`nothing was changed: ${first}, and pods that start later could not pull`, {
    nextStep: `${LASTING_LOGINS}; or accept it with --allow-expiring-login.`,
  });
}
