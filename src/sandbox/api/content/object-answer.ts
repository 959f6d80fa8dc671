import type { Stored } from '../../objects/stored.ts';
import { type ApiAnswer, jsonTextAnswer } from '../http/api-answer.ts';
import type { ResourceCall } from '../resource-call.ts';
import { tableText } from '../table/table-text.ts';
import { objectText } from './json-text.ts';
import { wantedContent, type WantedContent } from './wanted-content.ts';

/** One object as the request wants it. */
export function objectAnswer(call: ResourceCall, status: number, object: Stored): ApiAnswer {
  const wanted = wantedContent(call.request);
  return jsonTextAnswer(status, contentText(call, wanted, object));
}

/** The JSON of one object in the wanted form. */
export function contentText(
  { resource, clock }: Pick<ResourceCall, 'resource' | 'clock'>,
  { form, inRows, headed = true }: WantedContent,
  object: Stored,
): string {
  switch (form) {
    case 'object':
      return objectText(resource, object);
    case 'metadata':
      return metadataText(object);
    case 'table': {
      const { resourceVersion } = object.metadata;
      return tableText(resource, [object], {
        inRows,
        headed,
        now: clock.now(),
        metadata: { resourceVersion },
      });
    }
  }
}

/** meta/v1 `PartialObjectMetadata`. */
export function metadataText({ metadata }: Stored): string {
  return JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
}
