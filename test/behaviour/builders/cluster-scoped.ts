import { CUSTOM_RESOURCE_DEFINITIONS, type ApiObject, type Kind } from '../harness/kinds.ts';
import { buildable, type Buildable } from './buildable.ts';

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
  return buildable(CUSTOM_RESOURCE_DEFINITIONS, {
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Cluster',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  });
}
