import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import type { Preparation } from '../../../src/workflow/plan/prepare-plan.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import type { Shelf } from '../../support/fake-registries.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { basic, type Planning, prepare, TAG } from './planning.ts';

const web = deployment({ image: 'old.example/a:1' });
const own = deployment({ image: 'old.example/a:1', pullSecrets: ['own'] });
const puller = { pullLogins: [pullLogin('new.example', basic('puller'))] };
const theirs = (logins: Readonly<Record<string, string>>): KubernetesObject =>
  pullSecret({ name: 'own' }, logins);

/** Plans, copies, and asks of every change. */
async function doubtsOf(
  objects: readonly KubernetesObject[],
  planning: Planning,
  copied: Shelf = { 'new.example/a:1': TAG },
): Promise<{ readonly doubts: readonly (string | undefined)[]; readonly prepared: Preparation }> {
  const shelf = { 'old.example/a:1': TAG, ...planning.shelf };
  const prepared = await prepare(objects, { ...planning, shelf });
  Object.assign(shelf, copied);
  const { signal } = new AbortController();
  const doubts = await Promise.all(
    prepared.plan.changes.map(async (change) => prepared.pullDoubt(change, signal)),
  );
  return { doubts, prepared };
}

describe('pullDoubt', () => {
  const cases: readonly [string, readonly KubernetesObject[], Planning, RegExp | undefined][] = [
    ['a login for pods that opens the image', [web], { request: puller }, undefined],
    ['the login that copies, where pods share it', [web], {}, undefined],
    ['nobody, where everybody may pull', [web], { doors: { 'new.example': ['anybody'] } }, undefined],
    [
      'a login for pods that may not see the image',
      [web],
      { request: puller, doors: { 'new.example': ['me'] } },
      /^new\.example\/a:1: the login for pods cannot pull it \(new\.example refuses\): give .*--pull-username/,
    ],
    [
      'a login for pods from which the image is hidden',
      [web],
      { request: puller, doors: { 'new.example': ['me'] }, hiding: ['new.example'] },
      /the login for pods cannot pull it \(not found with this login\)/,
    ],
    [
      'nobody, where the image is hidden from who has no login',
      [web],
      { hiding: ['new.example'] },
      /^new\.example\/a:1: it cannot be pulled without a login \(not found with this login\): give .*--pull-username/,
    ],
    ['an own login that opens it', [own, theirs({ 'new.example': 'puller:s3cret' })], {}, undefined],
    [
      'an own login from which it is hidden',
      [own, theirs({ 'new.example': 'other:s3cret' })],
      { hiding: ['new.example'], request: puller },
      /its own pull Secrets cannot pull it \(not found with this login\): .*run the command again/,
    ],
    [
      'an own login that is wrong, which pods show also where everybody may pull',
      [own, theirs({ 'new.example': 'me:0ld' })],
      { doors: { 'new.example': ['anybody'] } },
      /its own pull Secrets cannot pull it \(new\.example rejects the login\)/,
    ],
    [
      'an existing Secret that gets the login for pods, whatever it held before',
      [own, theirs({ 'new.example': 'me:s3cret' })],
      { request: { ...puller, registrySecret: 'shop/own' }, doors: { 'new.example': ['me'] } },
      /the login for pods cannot pull it/,
    ],
  ];
  for (const [name, objects, planning, expected] of cases) {
    it(`${expected === undefined ? 'has nothing against' : 'speaks against'} ${name}`, async () => {
      const { doubts } = await doubtsOf(objects, planning);
      assert.equal(doubts.length, 1);
      if (expected === undefined) assert.deepEqual(doubts, [undefined]);
      else assert.match(doubts[0] ?? '', expected);
    });
  }

  it('wants the digest that was proven', async () => {
    const other = digestOf('other');
    const { doubts } = await doubtsOf([web], { request: puller }, { 'new.example/a:1': other });
    assert.match(doubts[0] ?? '', new RegExp(`found ${other} with this login, but ${TAG} was proven`));
  });

  it('does not speak for Secrets that nobody here may read', async () => {
    const cluster = new InMemoryCluster([own]);
    cluster.refuse('get', SECRETS, 'forbidden');
    const { doubts } = await doubtsOf([], { cluster, hiding: ['new.example'] });
    assert.deepEqual(doubts, [undefined]);
  });

  it('does not ask an address that only nodes reach', async () => {
    const mapping = buildMapping({ from: ['old.example'], to: 'localhost:5000', push: 'push.example' });
    const { doubts } = await doubtsOf(
      [web],
      {
        request: {
          mapping,
          to: 'localhost:5000',
          pullLogins: [pullLogin('localhost:5000', basic('puller'))],
        },
        machine: { 'push.example': [basic('me')] },
        doors: { 'push.example': ['me'], 'localhost:5000': [] },
      },
      { 'push.example/a:1': TAG },
    );
    assert.deepEqual(doubts, [undefined]);
  });
});

describe('preparePlan: a login that was given for pods', () => {
  it('is an error where the target rejects it', async () => {
    const request = { pullLogins: [pullLogin('new.example', basic('puller', 'tpyo'))] };
    await assert.rejects(prepare([web], { request }), (error: unknown) => {
      assert.ok(error instanceof RegistryError);
      assert.equal(error.message, 'login for pods: new.example rejects the login');
      assert.match(error.nextStep ?? '', /--pull-username/);
      return true;
    });
  });

  it('is added once the target hides from the own login what it shows to the one that copies', async () => {
    const { prepared } = await doubtsOf([own, theirs({ 'new.example': 'other:s3cret' })], {
      hiding: ['new.example'],
      request: puller,
      shelf: { 'new.example/a:1': TAG },
    });
    assert.deepEqual(prepared.plan.changes[0]?.addPullSecrets, ['target']);
  });

  it('is needed once the target hides from everybody what it shows to the one that copies', async () => {
    const shelf = { 'old.example/a:1': TAG, 'new.example/a:1': TAG };
    const { plan } = await prepare([web], { shelf, hiding: ['new.example'] });
    assert.deepEqual(plan.namespacesWithPushLogin, ['shop']);
  });
});
