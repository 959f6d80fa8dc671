import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { basic, type Planning, prepare, TAG } from './planning.ts';

const web = deployment({ image: 'old.example/a:1' });
/** Was switched by an earlier run. */
const first = deployment({ name: 'first', image: 'new.example/a:1', pullSecrets: ['target'] });
const shelf = { 'old.example/a:1': TAG, 'new.example/a:1': TAG };

function ours(login: string): KubernetesObject {
  return pullSecret({ name: 'target', labels: MANAGED_BY }, { 'new.example': login });
}

describe("preparePlan: a pull Secret that holds another run's login under the key", () => {
  const cases: readonly [string, string, Planning, boolean][] = [
    ['that of another user, also where the new one opens as much', 'puller:s3cret', {}, false],
    ['that of another user which opens nothing any more', 'puller:0ld', {}, true],
    ['an older password of the same user', 'me:0ld', {}, true],
    [
      'the same login',
      'puller:s3cret',
      { request: { pullLogins: [pullLogin('new.example', basic('puller'))] } },
      true,
    ],
  ];
  for (const [name, login, planning, isTaken] of cases) {
    it(`${isTaken ? 'takes the new one in place of' : 'keeps'} ${name}`, async () => {
      const { plan } = await prepare([web, first, ours(login)], { shelf, ...planning });
      assert.equal(plan.changes.length, isTaken ? 1 : 0);
      const reasons = plan.leftAlone.map(({ reason }) => reason).join();
      assert.match(
        reasons,
        isTaken ? /^$/ : /Secret shop\/target cannot hold both logins: .*first .*--pull-secret-name/,
      );
    });
  }

  it('is refused where the user named it', async () => {
    const own = deployment({ name: 'other', image: 'new.example/a:1', pullSecrets: ['own'] });
    const secret = pullSecret({ name: 'own' }, { 'new.example': 'puller:s3cret' });
    const refused = prepare([web, own, secret], { shelf, request: { registrySecret: 'shop/own' } });
    await assert.rejects(refused, /Secret shop\/own cannot hold both logins: .*other/);
  });
});
