/** Where a plan would expose the login of the copy, for lack of a login for pods. */
import { countOf } from '../count-of.ts';
import { formatRegistryPrefix } from '../mapping/registry-prefix.ts';
import type { PlannedChange } from './plan.ts';
import { loginsNeeded, type PodLogin, type PullSecretContext } from './pull-secrets.ts';

const MOST_NAMED = 5;

/** Namespaces whose pull Secret would get it, sorted. */
export function namespacesWithPushLogin(
  changes: readonly PlannedChange[],
  context: PullSecretContext,
): string[] {
  const sharing = changes.filter((change) => sharedLogins(change, context).length > 0);
  const created = sharing.filter(({ ensurePullSecret }) => ensurePullSecret !== undefined);
  const extended = sharing.length === 0 ? [] : [...context.granting].map((name) => name.split('/')[0] ?? '');
  return [...new Set([...created.map(({ workload }) => workload.namespace ?? ''), ...extended])].sort();
}

/** The parts of the target, `host[/path]`, that it allows to push to, sorted; empty if it is not exposed. */
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

/** A warning with the next step; empty if nothing is exposed. */
export function pushLoginWarning(namespaces: readonly string[], places: readonly string[]): string[] {
  if (namespaces.length === 0) return [];
  return [
    `${whoCanPush(namespaces, places)}, as pods have no login of their own: give them one with --pull-username or --pull-secret`,
  ];
}

/** `everyone who can read Secrets in 2 namespaces (bank, shop) can push to new.example` */
export function whoCanPush(namespaces: readonly string[], targets: readonly string[]): string {
  const named = namespaces.slice(0, MOST_NAMED).join(', ');
  const rest = namespaces.length > MOST_NAMED ? `, and ${namespaces.length - MOST_NAMED} more` : '';
  const where = `${countOf(namespaces.length, 'namespace')} (${named}${rest})`;
  return `everyone who can read Secrets in ${where} can push to ${targets.join(' and ')}`;
}
