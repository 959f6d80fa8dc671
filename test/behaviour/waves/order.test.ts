/** Which workload goes before which. */
import assert from 'node:assert/strict';
import { AFTER_ANNOTATION } from '../../../src/domain/inventory/workload.ts';
import { deployment } from '../builders/deployment.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { changesSpec } from '../harness/changes-spec.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { openSite, sourceLogin } from '../harness/site.ts';

describe('the order of waves', () => {
  it('is that of --wave-order, then the names; annotations come before both', async () => {
    await using site = await openSite('order');
    const image = await site.push({ repository: 'app', tag: '1' });
    const login = { login: sourceLogin(site.cluster) };
    const places = await Promise.all(['a', 'b', 'c'].map(async (name) => site.makeNamespace(name, login)));
    const [a = '', b = '', c = ''] = places;
    const app = (namespace: string, name: string, annotations = {}) =>
      deployment({
        namespace,
        name,
        annotations,
        pullSecrets: ['login'],
        containers: { app: image.reference },
      });
    await site.start(
      app(a, 'web', { [AFTER_ANNOTATION]: `${c}/deployment/db` }),
      app(a, 'other'),
      app(b, 'shop'),
      app(c, 'db'),
    );
    await using proxy = await startApiProxy(site.api);
    const flags = ['--server', proxy.url, '--no-canary', '--wave-order', b, '--max-in-flight', '1'];
    assertExit(await migrate(site, [...flags, '--wave-size', '1']), EXIT.done);
    const order = proxy.writes.flatMap(({ method, path, body }) =>
      method === 'PATCH' && path.includes('/deployments/') && changesSpec(body)
        ? [path.split('/').at(-1)]
        : [],
    );
    // A patch that was raced is sent again, and fields are handed back by another.
    assert.deepEqual([...new Set(order)], ['shop', 'other', 'db', 'web']);
  });
});
