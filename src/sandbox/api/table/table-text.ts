import type { ApiResource } from '../../objects/api-resource.ts';
import type { Stored } from '../../objects/stored.ts';
import { objectText } from '../content/json-text.ts';
import type { WantedContent } from '../content/wanted-content.ts';
import { columnsOf } from './columns-of.ts';

export interface TableOptions {
  readonly inRows: WantedContent['inRows'];
  /** Ages are told as of then. */
  readonly now: Date;
  readonly metadata: object;
  /** `false`: without column definitions, as in all but the first event of a watch. */
  readonly headed?: boolean;
}

/** The JSON of a table (meta/v1 `Table`) with a row for each object. */
export function tableText(resource: ApiResource, objects: readonly Stored[], options: TableOptions): string {
  const { inRows, now, metadata, headed = true } = options;
  const columns = columnsOf(resource);
  // Functions do not show in JSON.
  const definitions = headed ? columns : [];
  const rows = objects.map((object) => {
    const cells = JSON.stringify(columns.map((column) => column.cell(object, now)));
    return `{"cells":${cells}${rowObject(resource, object, inRows)}}`;
  });
  const head = {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: definitions,
  };
  return `${JSON.stringify(head).slice(0, -1)},"rows":[${rows.join(',')}]}`;
}

function rowObject(resource: ApiResource, object: Stored, inRows: WantedContent['inRows']): string {
  if (inRows === 'None') return ',"object":null';
  if (inRows === 'Object') return `,"object":${objectText(resource, object)}`;
  const { metadata } = object;
  return `,"object":${JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata })}`;
}
