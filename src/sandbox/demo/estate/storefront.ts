/** The custom resource of the demo: a Storefront names an image, its operator makes a Deployment of it. */
import { CUSTOM_RESOURCE_DEFINITIONS } from '../../objects/api-resources.ts';
import type { ApiResource } from '../../objects/api-resource.ts';
import { type DemoImage, referenceOf } from '../images/demo-images.ts';
import { estateObject, type EstateObject, type Place } from './estate-object.ts';

export interface StorefrontSpec {
  readonly image: string;
  readonly replicas: number;
}

const GROUP = 'shop.acme.example';
const PROPERTIES = { image: { type: 'string' }, replicas: { type: 'integer' } };
const SCHEMA = { type: 'object', properties: { spec: { type: 'object', properties: PROPERTIES } } };

export const STOREFRONTS: ApiResource<{ readonly spec: StorefrontSpec }> = {
  group: GROUP,
  version: 'v1',
  kind: 'Storefront',
  plural: 'storefronts',
  singular: 'storefront',
  namespaced: true,
  hasStatus: false,
  openApiSchema: SCHEMA,
};

export function storefrontDefinition(): EstateObject {
  const { group, version, kind, plural, singular } = STOREFRONTS;
  return estateObject(CUSTOM_RESOURCE_DEFINITIONS, {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular, listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: SCHEMA } }],
    },
  });
}

export function storefront(place: Place, image: DemoImage): EstateObject {
  return estateObject(STOREFRONTS, {
    metadata: { ...place },
    spec: { image: referenceOf(image), replicas: 1 },
  });
}
