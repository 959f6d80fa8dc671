import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { type PlanRequest, preparePlan, type Preparation } from '../../../src/workflow/plan/prepare-plan.ts';
import { planRequest } from '../../support/builders/plan-request.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { pullSecret, serviceAccount } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const TAG = digestOf('tag');
const basic = (username: string): Credential => ({ kind: 'basic', username, password: 's3cret' });
const web = deployment({ image: 'old.example/a:1' });

async function prepare(
  objects: readonly KubernetesObject[],
  request: Partial<PlanRequest> = {},
  machine: Readonly<Record<string, readonly Credential[]>> = {},
  shelf: Shelf = { 'old.example/a:1': TAG },
): Promise<Preparation> {
  return preparePlan(
    {
      cluster: new InMemoryCluster(objects),
      logins: { credentialsFor: async ({ host }) => Promise.resolve(machine[host] ?? []) },
      openRegistries: () => fakeRegistries(shelf, basic('accepted')),
    },
    planRequest(request),
    recordedWork(),
  );
}

describe('preparePlan', () => {
  it('plans a move of what runs', async () => {
    const { plan } = await prepare([web]);
    assert.equal(plan.server, 'https://kube.example');
    assert.deepEqual(
      plan.copies.map(({ target, digest }) => [target, digest]),
      [['new.example/a:1', TAG]],
    );
    assert.deepEqual(
      plan.changes.map(({ addPullSecrets }) => addPullSecrets),
      [[]],
    );
  });

  it('finds a pinned image where an earlier copy put it beside its tag', async () => {
    const old = digestOf('old');
    const beside = `new.example/a:digest-${old.slice(7, 39)}`;
    const pinned = deployment({ image: `old.example/a:1@${old}` });
    const { plan } = await prepare([pinned], {}, {}, { 'new.example/a:1': TAG, [beside]: old });
    assert.deepEqual(
      plan.copies.map(({ target, present }) => [target, present]),
      [[beside, true]],
    );
  });

  it('shows no login, whoever prints the plan', async () => {
    const { plan } = await prepare([web, pullSecret({ name: 'x' }, { 'old.example': 'me:s3cret' })], {
      targetLogin: basic('me'),
    });
    assert.doesNotMatch(JSON.stringify(plan), /s3cret/);
  });
});

describe('preparePlan: the login that pods use at the target', () => {
  it('is the one that was given', async () => {
    const { plan, pullLogin } = await prepare(
      [web],
      { targetLogin: basic('given') },
      { 'new.example': [basic('x')] },
    );
    assert.deepEqual(pullLogin, basic('given'));
    assert.deepEqual(plan.changes[0]?.addPullSecrets, ['target']);
  });

  it("is the one of the user's machine", async () => {
    const { pullLogin } = await prepare([web], {}, { 'new.example': [basic('machine')] });
    assert.deepEqual(pullLogin, basic('machine'));
  });

  it('is the one of several that the target accepts', async () => {
    const { pullLogin } = await prepare([web], {}, { 'new.example': [basic('one'), basic('two')] });
    assert.deepEqual(pullLogin, basic('accepted'));
  });

  const holding: readonly [string, readonly KubernetesObject[], Partial<PlanRequest>, readonly string[]][] = [
    [
      'adds no Secret where the service account has the login',
      [
        serviceAccount({ name: 'default' }, ['own']),
        pullSecret({ name: 'own' }, { 'new.example': 'me:s3cret' }),
      ],
      {},
      [],
    ],
    [
      'adds one where the service account has an old password',
      [
        serviceAccount({ name: 'default' }, ['own']),
        pullSecret({ name: 'own' }, { 'new.example': 'me:old' }),
      ],
      {},
      ['own', 'target'],
    ],
    [
      'adds none where an existing Secret is about to get the login',
      [
        serviceAccount({ name: 'default' }, ['own']),
        pullSecret({ name: 'own' }, { 'old.example': 'me:old' }),
      ],
      { registrySecret: 'shop/own' },
      [],
    ],
  ];
  for (const [name, objects, request, expected] of holding) {
    it(name, async () => {
      const { plan } = await prepare([web, ...objects], { targetLogin: basic('me'), ...request });
      assert.deepEqual(plan.changes[0]?.addPullSecrets, expected);
    });
  }
});

describe('preparePlan: the logins at the source', () => {
  it('are also those of what was moved before, where anything is left to move', async () => {
    const annotations = { [RECORD_ANNOTATION]: '[]' };
    const objects = ['shop', 'bank'].flatMap((namespace) => [
      deployment({ namespace, name: 'moved', image: 'new.example/b:1', annotations, pullSecrets: ['old'] }),
      pullSecret({ namespace, name: 'old' }, { 'old.example': `${namespace}:s3cret` }),
    ]);
    const { accessFor } = await prepare([web, ...objects]);
    const { credentials } = accessFor(parseImageReference('old.example/a:1'));
    assert.deepEqual(credentials, [basic('shop')]);
  });

  it('are those of the workload first, then of the others, then of the machine, none twice', async () => {
    const stuck = deployment({ name: 'a', image: 'old.example/a:1', pullSecrets: ['mine'] });
    const other = deployment({ name: 'b', image: 'old.example/b:1', pullSecrets: ['other'] });
    const { accessFor } = await prepare(
      [
        stuck,
        other,
        pullSecret({ name: 'other' }, { 'old.example': 'other:s3cret' }),
        pullSecret({ name: 'mine' }, { 'old.example': 'mine:s3cret' }),
      ],
      {},
      { 'old.example': [basic('machine'), basic('mine')] },
    );
    assert.deepEqual(accessFor(parseImageReference('old.example/a:1')).credentials, [
      basic('mine'),
      basic('other'),
      basic('machine'),
    ]);
    assert.deepEqual(accessFor(parseImageReference('old.example/b:1')).credentials, [
      basic('other'),
      basic('mine'),
      basic('machine'),
    ]);
  });

  it('never go to the target', async () => {
    const own = deployment({ image: 'old.example/a:1', pullSecrets: ['x'] });
    const { accessFor } = await prepare([own, pullSecret({ name: 'x' }, { 'old.example': 'me:s3cret' })]);
    assert.deepEqual(accessFor(parseImageReference('new.example/a:1')).credentials, []);
  });
});
