/** Somebody changes the cluster after a finish or a rollback has looked at it, and before it holds the leases. */
import assert from 'node:assert/strict';
import { pointerSegments } from '../../../src/domain/kubernetes/json-patch.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { deployment } from '../builders/deployment.ts';
import { lease } from '../builders/lease.ts';
import { DEPLOYMENTS, LEASES, SECRETS } from '../harness/kinds.ts';
import { assertError, assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, rollback, run } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { newestRun } from '../harness/runs.ts';
import { openSite, type Site, sourceLogin } from '../harness/site.ts';

const RECORD = 'registry-switch.io/changes';
const IMAGE = '/spec/template/spec/containers/0/image';
const PULL_SECRETS = '/spec/template/spec/imagePullSecrets';

describe('while one waits for the lease of somebody else', () => {
  let site: Site;
  let shop: string;
  let reference: string;
  let cart: { readonly namespace: string; readonly name: string };

  beforeEach(async () => {
    site = await openSite('meanwhile');
    shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    reference = (await site.push({ repository: 'web', tag: '1' })).reference;
    const place = { namespace: shop, pullSecrets: ['login'], containers: { app: reference } };
    await site.start(...['web', 'cart'].map((name) => deployment({ ...place, name })));
    cart = { namespace: shop, name: 'cart' };
    assertExit(await migrate(site), EXIT.done);
  });

  afterEach(async () => site[Symbol.asyncDispose]());

  it('a workload returns to the source: finish removes nothing, exit 3', async () => {
    const back = [{ op: 'replace', path: IMAGE, value: reference }];
    const outcome = await whileWaiting(finishing(), async () => site.api.patch(DEPLOYMENTS, cart, back));
    assertExit(outcome, EXIT.oldReferences);
    assertError(outcome, ['to the source remain']);
    await assertNothingRemoved();
  });

  it('a workload is switched by another run: finish removes nothing', async () => {
    const { id } = await newestRun(site);
    const other = id.replace(/....$/, 'zzzz');
    const record = recordOf(await site.api.get(DEPLOYMENTS, cart)) ?? '';
    const annotations = { [RECORD]: record.replaceAll(id, other) };
    const outcome = await whileWaiting(finishing(), async () =>
      site.api.patch(DEPLOYMENTS, cart, { metadata: { annotations } }),
    );
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [`Deployment ${shop}/cart was changed by a move`, 'nothing was removed']);
    await assertNothingRemoved();
  });

  it('a workload is switched once more: rollback puts it back too', async () => {
    const switched = await site.api.get(DEPLOYMENTS, cart);
    const paths = ['/metadata/annotations', IMAGE, PULL_SECRETS];
    const again = paths.map((path) => ({ op: 'add', path, value: valueAt(switched, pointerSegments(path)) }));
    assertExit(await rollback(site, ['deployment/cart', '-n', shop]), EXIT.done);
    const undoing = ['rollback', '--yes', '--copy-namespace', site.copyNamespace];
    const outcome = await whileWaiting(undoing, async () => {
      await site.api.patch(DEPLOYMENTS, cart, again);
      const given = [{ op: 'replace', path: '/spec/holderIdentity', value: '' }];
      await site.api.patch(LEASES, { namespace: shop, name: 'registry-switch' }, given);
    });
    assertExit(outcome, EXIT.done);
    for (const name of ['web', 'cart']) {
      const found = await site.api.get(DEPLOYMENTS, { namespace: shop, name });
      assert.equal(valueAt(found, pointerSegments(IMAGE)), reference, name);
      assert.equal(recordOf(found), undefined, name);
    }
  });

  function finishing(): string[] {
    const { host } = site.cluster.source;
    const scope = ['--namespace', site.namespaces, '--copy-namespace', site.copyNamespace];
    return ['finish', '--yes', '--from', host, ...scope];
  }

  /** Somebody holds the lease of the namespace until `change` is made; then she is gone. */
  async function whileWaiting(args: readonly string[], change: () => Promise<unknown>): Promise<Outcome> {
    await site.api.delete(LEASES, { namespace: shop, name: 'registry-switch' });
    const eve = { holder: 'eve', ageSeconds: 0, durationSeconds: 15 };
    await site.define(lease({ namespace: shop, name: 'registry-switch', ...eve }));
    const changes: Promise<unknown>[] = [];
    const onStderr = (text: string): void => {
      if (text.includes('Waiting for') && changes.length === 0) changes.push(change());
    };
    const outcome = await run(site, args, { onStderr });
    assert.equal(changes.length, 1, `it did not wait: ${outcome.stderr}`);
    await Promise.all(changes);
    return outcome;
  }

  async function assertNothingRemoved(): Promise<void> {
    assert.notEqual(await site.api.get(SECRETS, { namespace: shop, name: 'login' }), undefined);
    const found = await site.api.get(DEPLOYMENTS, { namespace: shop, name: 'web' });
    assert.notEqual(recordOf(found), undefined);
    assert.equal((await newestRun(site)).condition, 'done');
  }
});

interface Metadata {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

function recordOf(deployment: Metadata | undefined): string | undefined {
  return deployment?.metadata?.annotations?.[RECORD];
}
