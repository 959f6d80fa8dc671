/** Named namespaces that do not exist. Only those without any object in the inventory are read. */
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

/** `undefined`: no permission to list them. */
async function namespacesOf(cluster: Cluster, signal: AbortSignal): Promise<string[] | undefined> {
  const pages = await Array.fromAsync(cluster.list(NAMESPACES, {}, signal)).catch(ifForbidden(undefined));
  return pages?.flat().map(({ metadata }) => metadata.name);
}

/** `undefined`: unknown for lack of permission. */
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

/** Only a warning for exclusions, since one list may serve many clusters. */
function notThere(flag: string, name: string, there: readonly string[] | undefined): MissingMatch {
  const warning = flag === '--exclude-namespace' ? ({ isWarning: true } as const) : {};
  const what = isPattern(name)
    ? `no namespace matches ${JSON.stringify(name)}`
    : `namespace ${JSON.stringify(name)} not found`;
  if (there === undefined) {
    return {
      message: `${flag}: nothing was found in ${JSON.stringify(name)}, and you have no permission to check that it exists`,
      nextStep: 'Check the name, or get permission to `get` the namespace.',
      ...warning,
    };
  }
  const nextStep = didYouMean(
    name,
    there.map((one) => ({ name: one })),
    { what: 'namespaces', otherwise: 'There are no namespaces.' },
  );
  return { message: `${flag}: ${what}`, nextStep, ...warning };
}
