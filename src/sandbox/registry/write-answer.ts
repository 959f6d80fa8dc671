import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { RegistryFault } from './registry-fault.ts';

/** Writes an answer to the connection, with its fault. A HEAD gets the headers of the GET and no body. */
export function writeAnswer(
  response: ServerResponse,
  answer: Answer,
  fault: RegistryFault | undefined,
): void {
  const body = Buffer.from(fault?.body ?? answer.body ?? '');
  const headers: Readonly<Record<string, string | undefined>> = {
    'content-length': `${body.length}`,
    ...answer.headers,
    ...fault?.headers,
  };
  const said = Object.entries(headers).filter(
    (header): header is [string, string] => header[1] !== undefined,
  );
  const cutAfter = fault?.cutAfter;
  if (cutAfter === 0) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, Object.fromEntries(said));
  if (response.req.method === 'HEAD') {
    response.end();
  } else if (cutAfter === undefined) {
    response.end(body);
  } else {
    response.write(body.subarray(0, cutAfter), () => response.destroy());
  }
}
