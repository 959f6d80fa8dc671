/** What a PATCH request asks for, and what comes of it. */
import type { ObjectName, Stored } from './stored.ts';
import type { ApiResource } from './api-resource.ts';
import type { FieldValidation } from './decode/field-validation.ts';
import type { ParsedBody } from './json/parse-json.ts';

/** The media type without `application/`. */
export type PatchType =
  'json-patch+json' | 'merge-patch+json' | 'strategic-merge-patch+json' | 'apply-patch+yaml';

export interface PatchTarget {
  readonly resource: ApiResource;
  readonly name: ObjectName;
  readonly subresource?: 'status' | undefined;
}

export interface Patch {
  readonly type: PatchType;
  readonly body: ParsedBody;
  readonly fieldValidation?: FieldValidation | undefined;
  /** Server-side apply takes fields over from other managers. */
  readonly force?: boolean | undefined;
}

export interface Patched {
  readonly object: Stored;
  /** Only server-side apply creates. */
  readonly created: boolean;
}
