/** Where a plan would let others read the login that copies, for want of another one for pods. */
import { countOf } from '../count-of.ts';
import { parseImageReference } from '../image/parse-reference.ts';
import type { PlannedChange } from './plan.ts';
import { loginsNeeded, type PullSecretContext } from './pull-secrets.ts';

const MOST_NAMED = 5;

/** Namespaces in which a pull Secret is to hold it, sorted. */
export function namespacesWithPushLogin(
  changes: readonly PlannedChange[],
  context: PullSecretContext,
): string[] {
  const sharing = changes.filter(({ images }) =>
    loginsNeeded(
      images.map(({ to }) => parseImageReference(to)),
      context,
    ).some(({ shared }) => shared),
  );
  const created = sharing.filter(({ ensurePullSecret }) => ensurePullSecret !== undefined);
  const extended = sharing.length === 0 ? [] : [...context.granting].map((name) => name.split('/')[0] ?? '');
  return [...new Set([...created.map(({ workload }) => workload.namespace ?? ''), ...extended])].sort();
}

/** What that means, and the way out; empty where nothing is shared. */
export function pushLoginWarning(namespaces: readonly string[], target: string): string[] {
  if (namespaces.length === 0) return [];
  return [
    `${whoCanPush(namespaces, target)}, as pods have no login of their own: give one with --pull-username or --pull-secret`,
  ];
}

/** `everybody who may read Secrets in 2 namespaces (bank, shop) can push to new.example` */
export function whoCanPush(namespaces: readonly string[], target: string): string {
  const named = namespaces.slice(0, MOST_NAMED).join(', ');
  const rest = namespaces.length > MOST_NAMED ? `, and ${namespaces.length - MOST_NAMED} more` : '';
  const places = `${countOf(namespaces.length, 'namespace')} (${named}${rest})`;
  return `everybody who may read Secrets in ${places} can push to ${target}`;
}
