import { parse } from 'yaml';
import { ApiFailure } from '../../objects/api-failure.ts';
import { parseJson, unrecognized, type ParsedBody } from '../../objects/json/parse-json.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { decodeEnvelope, PROTOBUF } from '../protobuf/decode-envelope.ts';
import { mediaRange } from './wanted-content.ts';

const ACCEPTED = `application/json, application/yaml, ${PROTOBUF}`;

/** Reads the body of a write by its content type; `kind`: of object that it is to be. Throws ApiFailure 400 when it is malformed, 415 for other types. */
export function readBody(
  { headers, body }: Pick<ApiRequest, 'headers' | 'body'>,
  kind = 'Status',
): ParsedBody {
  const { type } = mediaRange(headers['content-type'] ?? 'application/json');
  const text = body.toString();
  if (type === PROTOBUF) return { value: decodeEnvelope(body), duplicates: [] };
  if (type === 'application/yaml') return parseYaml(text);
  // What curl says when nobody tells it.
  if (type === 'application/json' || type === 'application/x-www-form-urlencoded')
    return parseJson(text, unrecognized(kind));
  throw unsupportedType(ACCEPTED);
}

/** YAML, of which JSON is a part. */
export function parseYaml(text: string): ParsedBody {
  try {
    return { value: parse(text, { uniqueKeys: false }) as unknown, duplicates: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiFailure(400, 'BadRequest', `error parsing YAML: ${reason}`);
  }
}

function unsupportedType(accepted: string): ApiFailure {
  const message = 'the body of the request was in an unknown format - accepted media types include: ';
  return new ApiFailure(415, 'UnsupportedMediaType', `${message}${accepted}`);
}
