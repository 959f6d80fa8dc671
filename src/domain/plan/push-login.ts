/** Where a plan would let others read the login that copies, for want of another one for pods. */
import { countOf } from '../count-of.ts';
import { formatRegistryPrefix } from '../mapping/registry-prefix.ts';
import type { PlannedChange } from './plan.ts';
import { loginsNeeded, type PodLogin, type PullSecretContext } from './pull-secrets.ts';

const MOST_NAMED = 5;

/** Namespaces in which a pull Secret is to hold it, sorted. */
export function namespacesWithPushLogin(
  changes: readonly PlannedChange[],
  context: PullSecretContext,
): string[] {
  const sharing = changes.filter((change) => sharedLogins(change, context).length > 0);
  const created = sharing.filter(({ ensurePullSecret }) => ensurePullSecret !== undefined);
  const extended = sharing.length === 0 ? [] : [...context.granting].map((name) => name.split('/')[0] ?? '');
  return [...new Set([...created.map(({ workload }) => workload.namespace ?? ''), ...extended])].sort();
}

/** The parts of the target to which it would let push, `host[/path]`, sorted; none where no Secret is to hold it. */
export function placesOfPushLogin(changes: readonly PlannedChange[], context: PullSecretContext): string[] {
  const holding = changes.filter(
    ({ ensurePullSecret }) => ensurePullSecret !== undefined || context.granting.size > 0,
  );
  const shared = holding.flatMap((change) => sharedLogins(change, context));
  return [...new Set(shared.map(({ place }) => formatRegistryPrefix(place)))].sort();
}

function sharedLogins({ images }: PlannedChange, context: PullSecretContext): PodLogin[] {
  const targets = images.map(({ to }) => to);
  return loginsNeeded(targets, context).filter(({ shared }) => shared);
}

/** What that means, and the way out; empty where nothing is shared. */
export function pushLoginWarning(namespaces: readonly string[], places: readonly string[]): string[] {
  if (namespaces.length === 0) return [];
  return [
    `${whoCanPush(namespaces, places)}, as pods have no login of their own: give one with --pull-username or --pull-secret`,
  ];
}

/** `everybody who may read Secrets in 2 namespaces (bank, shop) can push to new.example` */
export function whoCanPush(namespaces: readonly string[], targets: readonly string[]): string {
  const named = namespaces.slice(0, MOST_NAMED).join(', ');
  const rest = namespaces.length > MOST_NAMED ? `, and ${namespaces.length - MOST_NAMED} more` : '';
  const where = `${countOf(namespaces.length, 'namespace')} (${named}${rest})`;
  return `everybody who may read Secrets in ${where} can push to ${targets.join(' and ')}`;
}
