import { CONFIG_MAPS, SECRETS } from '../objects/api-resources.ts';
import type { Objects } from '../objects/objects.ts';

/** Something that a pod needs and that is not there (yet). */
export class MissingData extends Error {
  override readonly name = 'MissingData';
}

export type KeyedData = Readonly<Record<string, Buffer>>;

/** The data of a Secret; `undefined` when there is none. */
export function secretData(objects: Objects, namespace: string, name: string): KeyedData | undefined {
  const secret = objects.get(SECRETS, { namespace, name });
  if (secret === undefined) return undefined;
  return mapped(secret.data ?? {}, 'base64');
}

/** The data of a ConfigMap; `undefined` when there is none. */
export function configMapData(objects: Objects, namespace: string, name: string): KeyedData | undefined {
  const map = objects.get(CONFIG_MAPS, { namespace, name });
  if (map === undefined) return undefined;
  return { ...mapped(map.data ?? {}, 'utf8'), ...mapped(map.binaryData ?? {}, 'base64') };
}

function mapped(data: Readonly<Record<string, string>>, encoding: BufferEncoding): KeyedData {
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text, encoding)]));
}
