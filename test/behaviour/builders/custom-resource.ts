import { CUSTOM_RESOURCE_DEFINITIONS, type ApiObject, type Kind } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';

/** A resource of somebody's own, with an image at `.spec.image` or split at `.spec.source`, which no controller acts on. */
export interface Gadget extends ApiObject {
  readonly spec: { readonly image?: string; readonly size: number; readonly source?: SplitImage };
}

export type SplitImage = Readonly<Partial<Record<'registry' | 'repository' | 'tag' | 'digest', string>>>;

/** Gadgets of a group of their own, so that no test is in another's way. */
export function gadgets(group: string): Kind<Gadget> {
  return { apiVersion: `${group}/v1`, kind: 'Gadget', plural: 'gadgets', namespaced: true };
}

export function gadget(
  group: string,
  { namespace, name, image }: Place & { readonly image: string },
): Buildable {
  return buildable(gadgets(group), { metadata: { namespace, name }, spec: { image, size: 3 } });
}

export function splitGadget(
  group: string,
  { namespace, name, source }: Place & { readonly source: SplitImage },
): Buildable {
  return buildable(gadgets(group), { metadata: { namespace, name }, spec: { source, size: 3 } });
}

export function gadgetDefinition(group: string): Buildable {
  const [type, parts] = ['object', ['registry', 'repository', 'tag', 'digest']];
  const source = { type, properties: Object.fromEntries(parts.map((part) => [part, { type: 'string' }])) };
  const properties = { image: { type: 'string' }, size: { type: 'integer' }, source };
  const openAPIV3Schema = { type: 'object', properties: { spec: { type: 'object', properties } } };
  return definitionOf(gadgets(group), { schema: { openAPIV3Schema } });
}

/** The definition of a kind with one version. */
export function definitionOf(
  { apiVersion, kind, plural, namespaced }: Kind<ApiObject>,
  version: { readonly schema: object; readonly subresources?: object },
): Buildable {
  const [group = '', name = ''] = apiVersion.split('/');
  return buildable(CUSTOM_RESOURCE_DEFINITIONS, {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
      versions: [{ name, served: true, storage: true, ...version }],
    },
  });
}
