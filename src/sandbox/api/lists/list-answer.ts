import { apiVersionOf, type ApiResource } from '../../objects/api-resource.ts';
import { itemText } from '../content/json-text.ts';
import { metadataText } from '../content/object-answer.ts';
import { wantedContent, type WantedContent } from '../content/wanted-content.ts';
import { type ApiAnswer, jsonTextAnswer } from '../http/api-answer.ts';
import type { ResourceCall } from '../resource-call.ts';
import { tableText } from '../table/table-text.ts';
import type { ListMeta, ListPage } from './list-page.ts';

/** A list in the form that the request wants. */
export function listAnswer(call: ResourceCall, page: ListPage): ApiAnswer {
  const wanted = wantedContent(call.request);
  return jsonTextAnswer(200, listText(call, wanted, page));
}

function listText(
  { resource, clock }: ResourceCall,
  { form, inRows }: WantedContent,
  { metadata, items }: ListPage,
): string {
  switch (form) {
    case 'object': {
      const texts = items.map((item) => itemText(resource, item));
      const kind = resource.listKind ?? `${resource.kind}List`;
      const apiVersion = apiVersionOf(resource);
      return joined({ kind, apiVersion, metadata: listMeta(resource, metadata) }, texts);
    }
    case 'metadata': {
      const head = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata };
      return joined(head, items.map(metadataText));
    }
    case 'table':
      return tableText(resource, items, { inRows, now: clock.now(), metadata });
  }
}

/** Lists of custom resources always have a `continue`. */
function listMeta({ openApiSchema }: ApiResource, metadata: ListMeta): ListMeta {
  return openApiSchema === undefined ? metadata : { continue: '', ...metadata };
}

function joined(head: object, items: readonly string[]): string {
  return `${JSON.stringify(head).slice(0, -1)},"items":[${items.join(',')}]}`;
}
