/** Objects as typed Go clients send them (apimachinery, runtime/serializer/protobuf). */
import { ApiFailure } from '../../objects/api-failure.ts';
import { modelSchema } from '../../objects/schema/model-schema.ts';
import { decodeMessage } from './decode-message.ts';
import { bytesOf, wireFields } from './wire-fields.ts';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const MAGIC = Buffer.from('k8s\0');

/** Models of client-node that are not called version and kind. */
const MODELS: Readonly<Record<string, string>> = {
  Event: 'CoreV1Event',
  TokenRequest: 'AuthenticationV1TokenRequest',
};

/** The object in a body, as JSON; throws ApiFailure 400 when there is none. */
export function decodeEnvelope(body: Buffer): Readonly<Record<string, unknown>> {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC))
    throw new ApiFailure(
      400,
      'BadRequest',
      'the object provided is unrecognized: provided data does not appear to be a protobuf message',
    );
  const { typeMeta, raw } = unwrapped(body.subarray(MAGIC.length));
  const { apiVersion, kind } = typeOf(typeMeta);
  const schema = modelSchema(MODELS[kind] ?? `V1${kind}`);
  return { apiVersion, kind, ...decodeMessage(schema.name, (name) => schema.field(name), raw) };
}

function unwrapped(envelope: Buffer): { readonly typeMeta: Buffer; readonly raw: Buffer } {
  const fields = new Map([...wireFields(envelope)].map((field) => [field.number, bytesOf(field)]));
  return { typeMeta: fields.get(1) ?? Buffer.alloc(0), raw: fields.get(2) ?? Buffer.alloc(0) };
}

function typeOf(typeMeta: Buffer): { readonly apiVersion: string; readonly kind: string } {
  const fields = new Map([...wireFields(typeMeta)].map((field) => [field.number, bytesOf(field).toString()]));
  return { apiVersion: fields.get(1) ?? '', kind: fields.get(2) ?? '' };
}
