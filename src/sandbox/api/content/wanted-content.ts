/** In which form an answer is wanted (apiserver, endpoints/handlers/negotiation). */
import { ApiFailure } from '../../objects/api-failure.ts';
import type { ApiRequest } from '../http/api-request.ts';

export type ContentForm = 'object' | 'metadata' | 'table';

export interface WantedContent {
  readonly form: ContentForm;
  /** How much of each object a table's row carries. */
  readonly inRows: 'Object' | 'Metadata' | 'None';
  /** `false`: tables without column definitions. */
  readonly headed?: boolean;
}

const FORMS: Readonly<Record<string, ContentForm>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};

/** Reads `Accept` and `includeObject`; throws ApiFailure 406 when nothing that is accepted can be made. */
export function wantedContent({ headers, url }: Pick<ApiRequest, 'headers' | 'url'>): WantedContent {
  const ranges = (headers.accept ?? '*/*').split(',').map(mediaRange);
  const wanted = ranges.find(isMade);
  if (wanted === undefined) throw notAcceptable();
  const include = url.searchParams.get('includeObject');
  return {
    form: FORMS[wanted.parameters.get('as') ?? ''] ?? 'object',
    inRows: include === 'Object' || include === 'None' ? include : 'Metadata',
  };
}

export interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads one entry of an `Accept` or `Content-Type` header. */
export function mediaRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const pairs = parameters.map((part) => part.split('=', 2) as [string, string]);
  return { type: type.toLowerCase(), parameters: new Map(pairs) };
}

const TYPES = ['*/*', 'application/*', 'application/json'];

function isMade({ type, parameters }: MediaRange): boolean {
  const as = parameters.get('as');
  return TYPES.includes(type) && (as === undefined || (as in FORMS && parameters.get('g') === 'meta.k8s.io'));
}

function notAcceptable(): ApiFailure {
  const available = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
  const message = `406: Not Acceptable\n\nAvailable representations: ${available}`;
  return new ApiFailure(406, 'NotAcceptable', message, {});
}
