import type { ApiResource } from '../api-resource.ts';
import { customSchema } from './custom-schema.ts';
import { modelSchema } from './model-schema.ts';
import type { ObjectSchema } from './schema.ts';

const OTHER_MODELS: Readonly<Record<string, string>> = { 'v1/Event': 'CoreV1Event' };

const custom = new WeakMap<object, ObjectSchema>();

/** Schema of the objects of a resource, built in or custom. */
export function schemaOf(resource: ApiResource): ObjectSchema {
  const { version, kind, openApiSchema } = resource;
  if (openApiSchema === undefined) {
    return modelSchema(OTHER_MODELS[`${version}/${kind}`] ?? `${capitalized(version)}${kind}`);
  }
  const schema = custom.get(openApiSchema) ?? customSchema(openApiSchema);
  custom.set(openApiSchema, schema);
  return schema;
}

function capitalized(version: string): string {
  return version.slice(0, 1).toUpperCase() + version.slice(1);
}
