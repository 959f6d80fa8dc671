import { fieldsList, fieldsOf, textOf, textsOf, type Fields } from '../../http/json-fields.ts';
import type { DiscoveredResource } from './discovered-resource.ts';

/** Asks for all groups in one answer; servers that cannot do that give the classic one. */
export const DISCOVERY_ACCEPT = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/**
 * Resources of an APIGroupDiscoveryList in the server's order, each version of a group after the one it prefers;
 * `undefined` when the answer is of another kind.
 */
export function aggregatedResources(answer: unknown): DiscoveredResource[] | undefined {
  const { kind, items } = fieldsOf(answer);
  if (kind !== 'APIGroupDiscoveryList') return undefined;
  return fieldsList(items).flatMap((item) => {
    const group = textOf(fieldsOf(item.metadata).name);
    return fieldsList(item.versions).flatMap((entry) => {
      const version = textOf(entry.version);
      return fieldsList(entry.resources).map((fields) => discoveredResource(group, version, fields));
    });
  });
}

/**
 * Groups of which an APIGroupDiscoveryList does not tell for sure what they have: the API server that serves them did not
 * answer (`freshness`, https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery).
 */
export function staleGroups(answer: unknown): string[] {
  return fieldsList(fieldsOf(answer).items)
    .filter(({ versions }) => fieldsList(versions).some(({ freshness }) => freshness === 'Stale'))
    .map(({ metadata }) => textOf(fieldsOf(metadata).name));
}

function discoveredResource(group: string, version: string, fields: Fields): DiscoveredResource {
  const kind = textOf(fieldsOf(fields.responseKind).kind);
  return {
    resource: {
      group,
      version,
      plural: textOf(fields.resource),
      kind,
      namespaced: fields.scope === 'Namespaced',
    },
    aliases: [textOf(fields.singularResource), kind.toLowerCase(), ...textsOf(fields.shortNames)],
  };
}
