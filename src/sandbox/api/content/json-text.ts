/** JSON text of stored objects, made once for each version of an object. */
import { apiVersionOf, type ApiResource } from '../../objects/api-resource.ts';
import type { Stored } from '../../objects/stored.ts';

const texts = new WeakMap<Stored, string>();

/** The object with its kind and apiVersion first, as the server sends a single one. */
export function objectText(resource: ApiResource, object: Stored): string {
  const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return `${JSON.stringify(head).slice(0, -1)},${fieldsText(object)}`;
}

/** The object as an item of a list: without apiVersion and kind, unless it is a custom resource. */
export function itemText(resource: ApiResource, object: Stored): string {
  return resource.openApiSchema === undefined ? `{${fieldsText(object)}` : objectText(resource, object);
}

/** All but apiVersion and kind, without the opening brace: the same in every version and list. */
function fieldsText(object: Stored): string {
  const known = texts.get(object);
  if (known !== undefined) return known;
  const { metadata, status, ...others } = object as Stored<{ status?: unknown }>;
  const text = JSON.stringify({ metadata, ...others, apiVersion: undefined, kind: undefined, status }).slice(
    1,
  );
  texts.set(object, text);
  return text;
}
