/** OpenAPI v3 as far as kubectl looks into it: which parameters a PATCH takes, and the schemas of custom resources. */
import type { ApiResource } from '../../objects/api-resource.ts';
import type { ApiGroupVersion } from '../discovery/api-groups.ts';
import { KUBERNETES_VERSION } from '../server-version.ts';

/** The answer of `/openapi/v3`. */
export function openApiIndex(all: readonly ApiGroupVersion[]): object {
  const paths = all.map((one) => [
    pathOf(one),
    { serverRelativeURL: `/openapi/v3/${pathOf(one)}?hash=${hashOf(one)}` },
  ]);
  return { paths: Object.fromEntries(paths) as object };
}

/** The answer of `/openapi/v3/<path of a group and version>`. */
export function openApiDocument(groupVersion: ApiGroupVersion): object {
  const resources = groupVersion.resources.map(({ resource }) => resource);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: KUBERNETES_VERSION },
    paths: Object.fromEntries(resources.map((one) => [objectPath(one), objectOperations(one)])) as object,
    components: {
      schemas: Object.fromEntries(resources.map((one) => [schemaName(one), schemaOf(one)])) as object,
    },
  };
}

/** `api/v1` or `apis/apps/v1`. */
export function pathOf({ group, version }: ApiGroupVersion): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

function objectPath(resource: ApiResource): string {
  const scope = resource.namespaced ? '/namespaces/{namespace}' : '';
  return `/${pathOf({ ...resource, resources: [] })}${scope}/${resource.plural}/{name}`;
}

const PATCH_TYPES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
];
const PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];

/** Strategic merge patch is not among the types: for built-in kinds kubectl then takes the merge keys that it has itself. */
function objectOperations(resource: ApiResource): object {
  const { group, version, kind } = resource;
  const schema = { $ref: `#/components/schemas/${schemaName(resource)}` };
  const patch = {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
  return {
    patch: {
      ...patch,
      parameters: PARAMETERS.map((name) => ({
        name,
        in: 'query',
        schema: { type: 'string', uniqueItems: true },
      })),
      requestBody: {
        content: Object.fromEntries(PATCH_TYPES.map((type) => [type, { schema: {} }])) as object,
      },
      responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
    },
  };
}

/** `com.example.v1.Widget`. */
function schemaName({ group, version, kind }: ApiResource): string {
  return [...group.split('.').toReversed(), version, kind].filter((part) => part !== '').join('.');
}

function schemaOf(resource: ApiResource): object {
  const { group, version, kind } = resource;
  const own = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } };
  const schema = { properties: {}, ...resource.openApiSchema };
  return {
    type: 'object',
    ...schema,
    properties: { ...own, ...schema.properties },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

/** Clients keep documents under their URL: a change of what is in one changes its URL. */
function hashOf({ resources }: ApiGroupVersion): string {
  const text = JSON.stringify(resources.map(({ resource }) => resource));
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return hash.toString(16).toUpperCase().padStart(8, '0');
}
