import assert from 'node:assert/strict';
import type { RegistryFault } from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { recordingClock } from '../../../support/recording-clock.ts';
import { failureOf } from '../support/failure-of.ts';
import { countRequests } from '../support/request-lines.ts';
import { client, imageOf, type ClientOptions } from '../support/client.ts';

/** A registry whose first answers about manifests go wrong. */
async function failing(faults: readonly RegistryFault[], options: ClientOptions = {}) {
  const left = [...faults];
  const registry = await sandbox({
    onRequest: ({ url }) => (url.pathname.includes('/manifests/') ? left.shift() : undefined),
  });
  const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
  return { registry, digest, image: imageOf(registry.host), registries: client(options) };
}

describe('patience', () => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    it(`asks again after ${status}, later each time`, async () => {
      const { image, registries, digest } = await failing([{ status }, { status }, { status }, { status }]);
      assert.equal(await registries.digest(image), digest);
      assert.deepEqual(registries.clock.slept, [250, 500, 1000, 2000]);
    });
  }

  it('asks again after a cut connection', async () => {
    const { image, registries, digest } = await failing([{ cutAfter: 0 }]);
    assert.equal(await registries.digest(image), digest);
    assert.equal(registries.clock.slept.length, 1);
  });

  it('asks again after an answer that was cut short', async () => {
    const { image, registries, digest } = await failing([{ cutAfter: 20 }]);
    assert.equal((await registries.inspect(image))?.digest, digest);
    assert.equal(registries.clock.slept.length, 1);
  });

  it('asks again when nothing comes in time', async () => {
    const never = new Promise(() => undefined);
    const { image, registries, digest } = await failing([{ after: never }], { timeout: 60 });
    assert.equal(await registries.digest(image), digest);
  });

  it('waits as long as the registry wants', async () => {
    const { image, registries, digest } = await failing([{ status: 429, headers: { 'retry-after': '7' } }]);
    assert.equal(await registries.digest(image), digest);
    assert.deepEqual(registries.clock.slept, [7000]);
  });

  it('makes everybody wait for that registry, and for no other', async () => {
    const [asked, waited] = [Promise.withResolvers<number>(), Promise.withResolvers<undefined>()];
    const clock = recordingClock();
    const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
      asked.resolve(milliseconds);
      await waited.promise;
      return clock.sleep(milliseconds, signal);
    };
    const limit = { status: 429, headers: { 'retry-after': '7' } };
    const late = { after: asked.promise };
    const { registry, image, registries } = await failing([limit, late], {
      concurrency: 2,
      clock: { ...clock, sleep },
    });
    const other = await failing([]);
    const everybody = Promise.all([
      registries.digest(image),
      registries.digest(image),
      registries.digest(image),
    ]);
    assert.equal(await asked.promise, 7000);
    for (let time = 0; time < 3; time += 1) assert.equal(await registries.digest(other.image), other.digest);
    assert.equal(countRequests(registry, 'HEAD'), 2);
    waited.resolve(undefined);
    await everybody;
    assert.equal(countRequests(registry, 'HEAD'), 4);
    assert.ok(clock.slept.includes(7000));
  });

  it('does not wait longer than it is allowed to', async () => {
    const { registry, image, registries } = await failing([
      { status: 429, headers: { 'retry-after': '21600' } },
    ]);
    const error = await failureOf(registries.digest(image));
    assert.equal(error.failure, 'too-many-requests');
    assert.match(error.message, /asks to wait 21600 s/);
    assert.deepEqual(registries.clock.slept, []);
    assert.equal(countRequests(registry, 'HEAD'), 1);
  });

  it('ends: too many requests', async () => {
    const { image, registries } = await failing(Array<RegistryFault>(3).fill({ status: 429 }), {
      retries: 2,
    });
    assert.equal((await failureOf(registries.digest(image))).failure, 'too-many-requests');
  });

  it('ends: the server fails', async () => {
    const { image, registries } = await failing(Array<RegistryFault>(3).fill({ status: 503 }), {
      retries: 2,
    });
    const error = await failureOf(registries.digest(image));
    assert.equal(error.failure, 'server-error');
    assert.match(error.message, /503/);
  });

  it('ends: the connection is cut', async () => {
    const { image, registries } = await failing(Array<RegistryFault>(3).fill({ cutAfter: 0 }), {
      retries: 2,
    });
    const error = await failureOf(registries.digest(image));
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /was closed/);
  });

  it('is not wasted on what will not change', async () => {
    const { registry, image, registries } = await failing([{ status: 400 }, { status: 400 }]);
    await failureOf(registries.digest(image));
    assert.equal(countRequests(registry, 'HEAD'), 1);
    assert.equal(countRequests(registry, 'GET /v2/shop'), 1);
  });

  it('ends when the user has none', async () => {
    const { image, registries } = await failing([{ after: new Promise(() => undefined) }]);
    const controller = new AbortController();
    const answer = registries.digest(image, controller.signal);
    controller.abort(new Error('stop'));
    await assert.rejects(answer, { message: 'stop' });
  });

  it('of one caller does not end that of another', async () => {
    const controller = new AbortController();
    let held: (() => void) | undefined;
    const registry = await sandbox({
      onRequest: ({ url }) => {
        if (url.pathname !== '/v2/' || held !== undefined) return undefined;
        const after = new Promise<void>((resolve) => (held = resolve));
        controller.abort(new Error('stop'));
        return { after };
      },
    });
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    const registries = client();
    const image = imageOf(registry.host);
    const impatient = assert.rejects(registries.digest(image, controller.signal), { message: 'stop' });
    assert.equal(await registries.digest(image), digest);
    await impatient;
  });
});
