/** Namespaces that were named and are not there. One in which something was found is; only the others are asked for. */
import { isPattern, matchesGlob } from '../../domain/inventory/scope.ts';
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import { didYouMean } from '../../domain/names/nearest.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ifForbidden } from '../cluster/forbidden.ts';
import type { MatchSearch, MissingMatch } from './match-search.ts';

export async function missingNamespaces({
  cluster,
  matches,
  inventory,
  work,
}: MatchSearch): Promise<MissingMatch[]> {
  const { scope, waveOrder } = matches;
  const seen = new Set(
    [
      ...inventory.workloads.map(({ ref }) => ref.namespace),
      ...inventory.pods.map((pod) => pod.namespace),
    ].filter((namespace) => namespace !== undefined),
  );
  const asked = [
    ...scope.namespaces.map((name) => ({ flag: '--namespace', name })),
    ...waveOrder.map((name) => ({ flag: '--wave-order', name })),
    ...scope.excludeNamespaces.map((name) => ({ flag: '--exclude-namespace', name })),
  ].filter(({ name }) => ![...seen].some((one) => matchesGlob(name, one)));
  if (asked.length === 0) return [];
  const there = await namespacesOf(cluster, work.signal);
  const missing: MissingMatch[] = [];
  for (const { flag, name } of asked) {
    const isThere = await isNamespace(cluster, name, { there, signal: work.signal });
    if (isThere !== true) missing.push(notThere(flag, name, isThere === undefined ? undefined : there));
  }
  return missing;
}

/** `undefined`: they may not be listed. */
async function namespacesOf(cluster: Cluster, signal: AbortSignal): Promise<string[] | undefined> {
  const pages = await Array.fromAsync(cluster.list(NAMESPACES, {}, signal)).catch(ifForbidden(undefined));
  return pages?.flat().map(({ metadata }) => metadata.name);
}

/** `undefined`: nobody may know. */
async function isNamespace(
  cluster: Cluster,
  name: string,
  { there, signal }: { readonly there: readonly string[] | undefined; readonly signal: AbortSignal },
): Promise<boolean | undefined> {
  if (there !== undefined) return there.some((one) => matchesGlob(name, one));
  if (isPattern(name)) return undefined;
  const found = await cluster.get(NAMESPACES, { name }, signal).catch(ifForbidden('unseen'));
  return found === 'unseen' ? undefined : found !== undefined;
}

/** A list of exclusions may serve many clusters; and what is excluded is not listed where it is not there. */
function notThere(flag: string, name: string, there: readonly string[] | undefined): MissingMatch {
  const warning = flag === '--exclude-namespace' ? ({ isWarning: true } as const) : {};
  const what = isPattern(name)
    ? `no namespace is like ${JSON.stringify(name)}`
    : `there is no namespace ${JSON.stringify(name)}`;
  if (there === undefined) {
    return {
      message: `${flag}: nothing was found in ${JSON.stringify(name)}, and whether it is there may not be seen`,
      nextStep: 'Check the name, or have `get` of the namespace granted.',
      ...warning,
    };
  }
  const nextStep = didYouMean(
    name,
    there.map((one) => ({ name: one })),
    { what: 'namespaces', otherwise: 'There are none.' },
  );
  return { message: `${flag}: ${what}`, nextStep, ...warning };
}
