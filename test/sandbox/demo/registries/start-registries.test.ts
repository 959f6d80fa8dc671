/** The product's own way to registries, through the proxy of the demo, by names that nobody can resolve. */
import assert from 'node:assert/strict';
import { openRegistries } from '../../../../src/adapters/registry/open-registries.ts';
import { parseImageReference } from '../../../../src/domain/image/parse-reference.ts';
import type { Registries } from '../../../../src/domain/ports/registry.ts';
import { IMAGES, referenceOf } from '../../../../src/sandbox/demo/images/demo-images.ts';
import {
  DEMO_REGISTRIES,
  type DemoLogin,
  type DemoRegistry,
  TARGET,
} from '../../../../src/sandbox/demo/registries/demo-registries.ts';
import { startProxy, type SandboxProxy } from '../../../../src/sandbox/demo/registries/start-proxy.ts';
import {
  findRegistry,
  type RunningRegistries,
  startRegistries,
} from '../../../../src/sandbox/demo/registries/start-registries.ts';
import { seedImages } from '../../../../src/sandbox/demo/seed/seed-images.ts';

const COPIER = 'copier.example/regsync:v1';

describe('the registries of the demo', () => {
  let registries: RunningRegistries;
  let proxy: SandboxProxy;

  before(async () => {
    registries = await startRegistries('copier.example');
    proxy = await startProxy((host) => findRegistry(registries.byHost, host));
    seedImages(registries.byHost, COPIER);
  });

  after(async () => {
    await proxy.stop();
    await registries.stop();
  });

  function reader(login?: DemoLogin): Registries {
    const credentials = login === undefined ? [] : [{ kind: 'basic' as const, ...login }];
    return openRegistries(() => ({ connection: { tls: 'enabled', ca: registries.ca }, credentials }), {
      environment: { HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1' },
      retries: 0,
    });
  }

  const { signal } = new AbortController();

  it('have every image of the estate', async () => {
    for (const image of Object.values(IMAGES)) {
      const registry: DemoRegistry | undefined = DEMO_REGISTRIES.find(({ host }) => host === image.host);
      const digest = await reader(registry?.login).digest(parseImageReference(referenceOf(image)), signal);
      assert.match(digest ?? '', /^sha256:/, referenceOf(image));
    }
  });

  it('let nobody into the private ones without the login', async () => {
    for (const { host } of DEMO_REGISTRIES.filter(({ login }: DemoRegistry) => login !== undefined)) {
      await assert.rejects(reader().ping(parseImageReference(`${host}/any`), signal), {
        failure: 'unauthorized',
      });
    }
  });

  it('know only their own login each', async () => {
    const [vendor] = DEMO_REGISTRIES;
    const target = parseImageReference(`${TARGET.host}/shop/web`);
    await assert.rejects(reader(vendor?.login).ping(target, signal), { failure: 'unauthorized' });
    await reader(TARGET.login).ping(target, signal);
  });

  it('serve the image of the copy engine to the nodes', () => {
    assert.notEqual(registries.byHost.get('copier.example')?.store.manifest('regsync', 'v1'), undefined);
  });

  it('are all that the nodes can reach', () => {
    const elsewhere = registries.network.addressOf('docker.io');
    const known = registries.network.addressOf(TARGET.host);
    assert.deepEqual(elsewhere, { address: '127.0.0.1', port: 9 });
    assert.deepEqual(known, findRegistry(registries.byHost, `${TARGET.host}:443`));
    assert.deepEqual(registries.network.addressOf(`${TARGET.host}:5000`), elsewhere);
  });
});
