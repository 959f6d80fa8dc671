import type { ApiObject, Kind } from '../harness/kinds.ts';
import { buildable, type Buildable } from './buildable.ts';
import { definitionOf } from './custom-resource.ts';

/** A resource of somebody's own that belongs to no namespace, with an image at `.spec.image`. */
export interface Widget extends ApiObject {
  readonly spec: { readonly image: string };
}

/** Widgets of a group of their own, so that no test is in another's way. */
export function widgets(group: string): Kind<Widget> {
  return { apiVersion: `${group}/v1`, kind: 'Widget', plural: 'widgets', namespaced: false };
}

export function widget(group: string, name: string, image: string): Buildable {
  return buildable(widgets(group), { metadata: { name }, spec: { image } });
}

export function widgetDefinition(group: string): Buildable {
  const spec = { type: 'object', properties: { image: { type: 'string' } } };
  const openAPIV3Schema = { type: 'object', properties: { spec } };
  return definitionOf(widgets(group), { schema: { openAPIV3Schema } });
}
