/** Nobody writes where another does, whatever namespace each keeps his own objects in; elsewhere nobody is kept. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { namespace } from '../builders/namespace.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { LEASES } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { rollback } from '../harness/product.ts';
import { openSite, type Site, sourceLogin } from '../harness/site.ts';
import { everythingRestorable, everythingWritten } from '../harness/snapshot.ts';
import { moveTo } from '../kill/moving.ts';
import { startSlowMove } from '../kill/slow-move.ts';
import { startForger } from './forger.ts';

describe('operators who keep apart', () => {
  let site: Site;
  let shop: string;
  let bank: string;

  beforeEach(async () => {
    site = await openSite('apart');
    const login = { login: sourceLogin(site.cluster) };
    [shop, bank] = await Promise.all([site.makeNamespace('shop', login), site.makeNamespace('bank', login)]);
    const { reference } = await site.push({ repository: 'web', tag: '1' });
    const shape = { name: 'web', pullSecrets: ['login'], containers: { app: reference } };
    await site.start(deployment({ ...shape, namespace: shop }), deployment({ ...shape, namespace: bank }));
  });

  afterEach(async () => site[Symbol.asyncDispose]());

  it('with a copy namespace each: the second is refused where the first writes, and moves what it does not', async () => {
    const other = { ...site, copyNamespace: `${site.copyNamespace}-b` };
    await site.define(namespace(other.copyNamespace));
    await using first = await startSlowMove({ site, flags: ['-n', shop] }, 'first');
    const before = await everythingWritten(site);
    const both = await moveTo({ site: other, flags: [] }, 'second');
    assertExit(both, EXIT.failed);
    assertError(both, [`namespace ${shop} (`, `run ${first.run}`]);
    assertNextStep(both, '--exclude-namespace');
    assert.deepEqual(await everythingWritten(site), before);
    const args = ['--exclude-namespace', shop];
    assertExit(await moveTo({ site: other, flags: [] }, 'second', { args }), EXIT.done);
    const lease = await site.api.get(LEASES, { namespace: shop, name: 'registry-switch' });
    assert.equal(lease?.metadata?.annotations?.['registry-switch.io/run'], first.run);
  });

  it('are not stopped by a tenant who forges a lease, when told to continue', async () => {
    const estate = { site, flags: [] };
    await using forger = await startForger(site, bank);
    const before = await everythingWritten(site);
    const halted = await moveTo(estate, 'halted');
    assertExit(halted, EXIT.failed);
    assertError(halted, [bank, forger.name]);
    assert.deepEqual(await everythingWritten(site), before);
    const continued = await moveTo(estate, 'continued', { args: ['--on-failure', 'continue'] });
    assertExit(continued, EXIT.partly);
    assertSays(continued, 'stdout', new RegExp(`Deployment ${shop}/web +switched`));
    assertSays(continued, 'stdout', new RegExp(`Deployment ${bank}/web +left-alone +.*${forger.name}`));
  });

  it('are fenced also where the server has put a patch off until after a takeover', async () => {
    const before = await everythingRestorable(site);
    const taken = Promise.withResolvers<undefined>();
    const putOff = Promise.withResolvers<undefined>();
    await using proxy = await startApiProxy(site.api, {
      fault: (kind, count) => {
        if (kind !== 'PATCH deployments' || count > 1) return undefined;
        putOff.resolve(undefined);
        return { kind: 'answer', status: 429, retryAfter: 1, after: taken.promise };
      },
    });
    const moving = moveTo({ site, flags: [] }, 'put-off', { args: ['--server', proxy.url] });
    await putOff.promise;
    assertExit(await rollback(site, ['--takeover']), EXIT.done);
    taken.resolve(undefined);
    assertExit(await moving, EXIT.failed);
    assert.deepEqual(await everythingRestorable(site), before);
  });
});
