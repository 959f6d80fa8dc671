import assert from 'node:assert/strict';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import type { MappingRequest } from '../../../src/domain/mapping/mapping.ts';
import type { PlanRequest } from '../../../src/domain/plan/plan-request.ts';
import type { Preparation } from '../../../src/workflow/plan/prepare-plan.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret, serviceAccount } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { basic, type Planning, prepare, TAG } from './planning.ts';

const web = deployment({ image: 'old.example/a:1' });
const given = [pullLogin('new.example', basic('puller'))];

/** What pods get: `user at place`. */
function pulling({ pullLogins }: Preparation): string[] {
  return pullLogins.map(({ place, credential }) => {
    const user = credential.kind === 'basic' ? credential.username : '';
    return `${user} at ${[place.host, place.path].filter(Boolean).join('/')}`;
  });
}

function mapped(more: Partial<MappingRequest>): Partial<PlanRequest> {
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example', ...more });
  return { mapping, to: more.to ?? 'new.example' };
}

describe('preparePlan: the login that pods use at the target', () => {
  it('is the one that was given for them, and nobody else can push', async () => {
    const prepared = await prepare([web], { request: { pullLogins: given } });
    assert.deepEqual(pulling(prepared), ['puller at new.example']);
    assert.deepEqual(prepared.plan.changes[0]?.addPullSecrets, ['target']);
    assert.deepEqual(prepared.plan.namespacesWithPushLogin, []);
    assert.deepEqual(prepared.plan.warnings, []);
  });

  it('is the one that copies where no other was given, and the plan says who can push', async () => {
    const prepared = await prepare([web]);
    assert.deepEqual(pulling(prepared), ['me at new.example']);
    assert.deepEqual(prepared.plan.namespacesWithPushLogin, ['shop']);
    assert.match(prepared.plan.warnings.join(), /who can read Secrets in 1 namespace \(shop\) can push/);
  });

  it('is shared, whatever flag it came by, when it is the one that copies', async () => {
    const request = { pullLogins: [pullLogin('new.example', basic('me'))] };
    assert.deepEqual((await prepare([web], { request })).plan.namespacesWithPushLogin, ['shop']);
  });

  it("is the one of the user's machine, which copies too", async () => {
    const machine = { 'new.example': [basic('stale', 'x'), basic('me')] };
    const prepared = await prepare([web], { machine, login: false });
    assert.deepEqual(pulling(prepared), ['me at new.example']);
    assert.deepEqual(prepared.plan.namespacesWithPushLogin, ['shop']);
  });

  it('is none where the target lets everybody pull', async () => {
    const { plan, pullLogins } = await prepare([web], { doors: { 'new.example': ['anybody'] } });
    assert.deepEqual(
      [pullLogins, plan.namespacesWithPushLogin, plan.changes[0]?.addPullSecrets],
      [[], [], []],
    );
  });

  it('is for the path of the target alone', async () => {
    const request = mapped({ to: 'new.example/mirror' });
    assert.deepEqual(pulling(await prepare([web], { request })), ['me at new.example/mirror']);
  });

  it('is for each place that rules lead to, and for those that are pulled from alone', async () => {
    const rules = [
      { from: 'old.example/team', to: 'new.example/ours' },
      { from: 'old.example/rest', to: 'new.example/rest' },
    ];
    const objects = [web, deployment({ name: 'b', namespace: 'bank', image: 'old.example/team/b:1' })];
    const shelf = { 'old.example/a:1': TAG, 'old.example/team/b:1': TAG };
    const request = mapped({ to: 'new.example/mirror', rules });
    const prepared = await prepare(objects, { shelf, request });
    assert.deepEqual(pulling(prepared).toSorted(), ['me at new.example/mirror', 'me at new.example/ours']);
  });

  it('never goes to another host: there the machine has to have one', async () => {
    const request = mapped({ rules: [{ from: 'old.example/a', to: 'other.example/a' }] });
    const doors = { 'other.example': ['their'] };
    const refused = prepare([web], { request, doors });
    await assert.rejects(refused, /other\.example refuses/);
    const machine = { 'other.example': [basic('their')] };
    const prepared = await prepare([web], { request, doors, machine });
    assert.deepEqual(pulling(prepared), ['their at other.example/a']);
    const image = parseImageReference('other.example/a:1');
    assert.deepEqual(prepared.accessFor(image).credentials, [basic('their')]);
    assert.deepEqual(prepared.pushLogins(image), [basic('their')]);
  });

  it('is never the one that copies', async () => {
    const { pushLogins, accessFor } = await prepare([web], { request: { pullLogins: given } });
    const image = parseImageReference('new.example/a:1');
    assert.deepEqual(pushLogins(image), [basic('me')]);
    assert.deepEqual(accessFor(image).credentials, [basic('me')]);
  });

  it('does for looking where nothing else is given', async () => {
    const prepared = await prepare([web], { login: false, request: { pullLogins: given } });
    const image = parseImageReference('new.example/a:1');
    assert.deepEqual(prepared.pushLogins(image), []);
    assert.deepEqual(prepared.accessFor(image).credentials, [basic('puller')]);
  });

  const holding: readonly [string, Readonly<Record<string, string>>, Planning, readonly string[]][] = [
    [
      'has the login that pods are to get',
      { 'new.example': 'puller:s3cret' },
      { request: { pullLogins: given } },
      [],
    ],
    ['has another login that the target accepts', { 'new.example': 'puller:s3cret' }, {}, []],
    ['has an old password', { 'new.example': 'puller:0ld' }, {}, ['own', 'target']],
    [
      'has a login for another part of the target',
      { 'new.example/b': 'puller:s3cret' },
      {},
      ['own', 'target'],
    ],
    [
      'is about to get the login',
      { 'old.example': 'me:old' },
      { request: { registrySecret: 'shop/own' } },
      [],
    ],
  ];
  for (const [name, logins, planning, expected] of holding) {
    it(`${expected.length === 0 ? 'needs no other Secret' : 'comes in another Secret'} where the service account's ${name}`, async () => {
      const objects: readonly KubernetesObject[] = [
        serviceAccount({ name: 'default' }, ['own']),
        pullSecret({ name: 'own' }, logins),
      ];
      const { plan } = await prepare([web, ...objects], planning);
      assert.deepEqual(plan.changes[0]?.addPullSecrets, expected);
      const shares = expected.length > 0 || planning.request?.registrySecret !== undefined;
      assert.deepEqual(plan.namespacesWithPushLogin, shares ? ['shop'] : []);
    });
  }

  it('is not shared by an existing Secret that holds it already', async () => {
    const own = deployment({ image: 'old.example/a:1', pullSecrets: ['own'] });
    const objects = [own, pullSecret({ name: 'own' }, { 'new.example': 'me:s3cret' })];
    const { plan } = await prepare(objects, { request: { registrySecret: 'shop/own' } });
    assert.deepEqual([plan.namespacesWithPushLogin, plan.changes[0]?.addPullSecrets], [[], []]);
  });
});
