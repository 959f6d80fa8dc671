import { text } from 'node:stream/consumers';
import { ClusterError } from '../../../domain/errors.ts';
import type { ApiResponse } from './api-request.ts';

/** The answer's body as JSON. */
export async function readJson({ body }: ApiResponse): Promise<unknown> {
  return parseJson(await text(body));
}

/** Of an answer that says all by its status. */
export async function readNothing({ body }: ApiResponse): Promise<true> {
  await body.resume().toArray();
  return true;
}

/** Parses what the server sent. V8's message quotes the text, which may be a Secret's: it is dropped. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ClusterError('server-error', 'unexpected response from the server: not JSON', {
      nextStep: 'Check the server of your kubeconfig context: it does not seem to be an API server.',
    });
  }
}
