/** Server-side apply: an object is created as given, or made so. */
import { ApiFailure } from '../api-failure.ts';
import type { ApiResource } from '../api-resource.ts';
import { decode } from '../decode/decode.ts';
import type { Draft, Objects, WriteOptions } from '../objects.ts';
import type { Patch, Patched, PatchTarget } from '../patch.ts';
import { inPlace } from '../patches/in-place.ts';
import { badRequest, invalid } from '../refusals.ts';
import type { Stored } from '../stored.ts';
import { required } from '../validation/field-error.ts';
import { applyConfig, type Application } from './apply-config.ts';

/** Throws ApiFailure: 409 on a conflict with another manager, 500 for unknown fields, as the server does. */
export function applyObject(
  objects: Objects,
  { resource, name, subresource }: PatchTarget,
  { body, fieldValidation, force = false }: Patch,
  options: WriteOptions,
): Patched {
  const config = configOf(resource, decode(resource, body, 'Warn'), name.name);
  inPlace(name, { metadata: { name: name.name, ...config.metadata } });
  const application: Application = { manager: managerOf(options), force, subresource };
  if (fieldValidation !== 'Ignore' && body.duplicates.length > 0) {
    throw badRequest(`error strict decoding YAML: duplicate field "${body.duplicates.join('", "')}"`);
  }
  const given = { ...options, bringsManagedFields: true };
  const change = (live: Stored | undefined) => applyConfig(resource, live, config, application);
  if (subresource !== undefined) {
    return { object: objects.updateStatus(resource, name, change, given), created: false };
  }
  if (objects.get(resource, name) === undefined) {
    const draft = change(undefined);
    const metadata = { ...draft.metadata, ...name };
    return { object: objects.create(resource, { ...draft, metadata }, given), created: true };
  }
  return { object: objects.update(resource, name, change, given), created: false };
}

/** Throws ApiFailure 422 when the request does not say who applies. */
function managerOf({ fieldManager }: WriteOptions): string {
  if (fieldManager !== undefined && fieldManager !== '') return fieldManager;
  const resource = { group: 'meta.k8s.io', version: 'v1', kind: 'PatchOptions' };
  const error = required('fieldManager', 'is required for apply patch');
  throw invalid({ ...resource, plural: '', singular: '', namespaced: false, hasStatus: false }, '', [error]);
}

interface Config {
  readonly draft: Draft;
  readonly warnings: readonly string[];
}

function configOf(resource: ApiResource, { draft, warnings }: Config, name: string): Draft {
  const unknown = warnings
    .filter((warning) => warning.startsWith('unknown'))
    .map((warning) => `.${warning.split('"')[1] ?? ''}: field not declared in schema`);
  if (unknown.length > 0) {
    const { group, version, kind } = resource;
    const { namespace = '' } = draft.metadata;
    const what = `${namespace}/${name}; ${group === '' ? version : `${group}/${version}`}, Kind=${kind}`;
    const message = `failed to create typed patch object (${what}): ${unknown.join('\n')}`;
    throw new ApiFailure(500, '', message);
  }
  const { managedFields } = draft.metadata;
  if (managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  return draft;
}
