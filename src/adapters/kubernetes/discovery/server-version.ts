import { fieldsOf, textOf } from '../../http/json-fields.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { readJson } from '../transport/read-json.ts';

/** The API server's version as it calls itself, e.g. `v1.36.3`. */
export async function serverVersion(perform: Perform, signal: AbortSignal | undefined): Promise<string> {
  const outcome = await perform({ request: { method: 'GET', path: '/version', signal }, read: readJson });
  return textOf(fieldsOf(valueOf(outcome)).gitVersion);
}
