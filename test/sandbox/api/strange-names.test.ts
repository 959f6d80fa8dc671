/** Names that a URL takes for steps or escapes are names to the API, and never lead to another object. */
import { deepEqual, equal } from 'node:assert/strict';
import { CONFIG_MAPS } from '../../../src/sandbox/objects/api-resources.ts';
import { configMapDraft, startTestApi, type TestApi } from './test-api.ts';

const MAPS = '/api/v1/namespaces/shop/configmaps';

describe('strange names in paths of the sandbox API', () => {
  let test: TestApi;

  before(async () => {
    test = await startTestApi();
    await test.admin.ask(MAPS, { method: 'POST', body: configMapDraft('a') });
  });

  after(async () => test[Symbol.asyncDispose]());

  const notNames: readonly [segment: string, message: string][] = [
    ['..', `Name parameter invalid: "..": may not be '..'`],
    ['.', `Name parameter invalid: ".": may not be '.'`],
    ['%2e%2E', `Name parameter invalid: "..": may not be '..'`],
    ['%25', `Name parameter invalid: "%": may not contain '%'`],
    ['%252e%252e', `Name parameter invalid: "%2e%2e": may not contain '%'`],
  ];
  for (const [segment, message] of notNames) {
    it(`are refused that can be no name, whatever is done: ${segment}`, async () => {
      for (const method of ['GET', 'DELETE', 'PATCH']) {
        const headers = { 'content-type': 'application/merge-patch+json' };
        const body = method === 'PATCH' ? { headers, body: { data: { x: 'z' } } } : {};
        const { status, json } = await test.admin.ask(`${MAPS}/${segment}`, { method, exact: true, ...body });
        deepEqual([status, told(json)], [400, ['BadRequest', message]], method);
      }
    });
  }

  it('are those of subresources that nobody serves, where they hold an encoded slash', async () => {
    for (const path of [`${MAPS}/a%2Fb`, `${MAPS}/..%2Fconfigmaps%2Fa`]) {
      const { status, json } = await test.admin.ask(path, { exact: true });
      const message = 'the server could not find the requested resource';
      deepEqual([status, told(json)], [404, ['NotFound', message]]);
    }
    const slashes = await test.admin.ask('/api/v1%2Fnamespaces/shop/configmaps%2Fa', { exact: true });
    equal(slashes.status, 200);
  });

  it('are none at all where an escape is broken: the server of HTTP says so', async () => {
    const { status, text } = await test.admin.ask(`${MAPS}/%zz`, { exact: true });
    deepEqual([status, text], [400, '400 Bad Request']);
  });

  it('have harmed nothing', () => {
    equal(test.objects.list(CONFIG_MAPS, 'shop').length, 1);
  });
});

function told(json: unknown): unknown[] {
  const { reason, message } = json as { readonly reason: string; readonly message: string };
  return [reason, message];
}
