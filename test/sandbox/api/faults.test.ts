import { equal, match, ok, rejects } from 'node:assert/strict';
import type { ApiFault } from '../../../src/sandbox/api/http/api-fault.ts';
import { requestLine } from '../../../src/sandbox/api/http/api-request.ts';
import { ApiFailure } from '../../../src/sandbox/objects/api-failure.ts';
import { startTestApi } from './test-api.ts';

const PATH = '/api/v1/namespaces';

async function startFaulty(fault: ApiFault) {
  return startTestApi({
    onRequest: (request) => (requestLine(request) === `GET ${PATH}` ? fault : undefined),
  });
}

describe('faults of the sandbox API', () => {
  it('refuses for a while', async () => {
    const failure = new ApiFailure(429, 'TooManyRequests', 'slow down', { retryAfterSeconds: 7 });
    await using test = await startFaulty({ failure });
    const { status, headers, json } = await test.admin.ask(PATH);
    equal(status, 429);
    equal(headers['retry-after'], '7');
    match(JSON.stringify(json), /"retryAfterSeconds":7/);
    equal((await test.admin.ask('/version')).status, 200);
  });

  it('answers late', async () => {
    let release = (): void => undefined;
    const after = new Promise<void>((resolve) => (release = resolve));
    await using test = await startFaulty({ after });
    let isAnswered = false;
    const reply = test.admin.ask(PATH).then(({ status }) => {
      isAnswered = true;
      return status;
    });
    await test.admin.ask('/version');
    equal(isAnswered, false);
    release();
    equal(await reply, 200);
  });

  it('cuts the connection before an answer', async () => {
    await using test = await startFaulty({ cutAfter: 0 });
    await rejects(test.admin.ask(PATH));
  });

  it('cuts an answer in the middle', async () => {
    await using test = await startFaulty({ cutAfter: 20 });
    const reply = await test.admin.open(PATH);
    equal(reply.statusCode, 200);
    const read: Buffer[] = [];
    await rejects(async () => {
      for await (const chunk of reply as AsyncIterable<Buffer>) read.push(chunk);
    });
    equal(Buffer.concat(read).length, 20);
  });

  it('remembers every request', async () => {
    await using test = await startTestApi();
    await test.admin.ask(`${PATH}?limit=1`);
    ok(test.api.requests.some((request) => requestLine(request) === `GET ${PATH}?limit=1`));
  });
});
