import assert from 'node:assert/strict';
import type { Scope } from '../../../src/domain/inventory/scope.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { CONFIG_MAPS, JOBS, SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import type { FinishedObject } from '../../../src/workflow/finish/finished-object.ts';
import { isNothingLeft } from '../../../src/workflow/finish/nothing-left.ts';
import { anObject } from '../../support/builders/object.ts';
import { aRun } from '../../support/builders/run.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const HOME = 'registry-switch';
const login: FinishedObject = {
  object: { resource: SECRETS, namespace: 'shop', name: 'login' },
  outcome: 'kept',
  message: 'somebody pulls with it',
};
const of = (name: string) => ({ name, namespace: HOME });
const FINISHED = { ...MANAGED_BY, 'registry-switch.io/finished': 'true' };
const created = (labels: Record<string, string>) =>
  pullSecret({ name: 'target', labels }, { 'new.example': 'a:b' });
const DUE = { version: 1, changes: [], handBack: [], nobodys: ['/data/.dockerconfigjson'] };

interface Left {
  readonly objects?: readonly KubernetesObject[];
  readonly outlook?: readonly FinishedObject[];
  readonly state?: 'done' | 'finished' | 'rolled-back';
}

async function nothingLeft(
  { objects = [], outlook = [], state }: Left,
  scope: Partial<Scope> = {},
  cluster = new InMemoryCluster(objects),
): Promise<boolean> {
  const place = { scope: { namespaces: [], excludeNamespaces: [], ...scope }, stateNamespace: HOME };
  const ours = state === undefined ? [] : [aRun({ state })];
  return isNothingLeft(cluster, place, { outlook, ours }, new AbortController().signal);
}

describe('a finish', () => {
  const cases: readonly [what: string, left: Left, expected: boolean][] = [
    ['nothing', {}, true],
    ['what it has to leave', { outlook: [login] }, true],
    ['a login of the source', { outlook: [{ ...login, outcome: 'reduced' }] }, false],
    ['a run that is done', { state: 'done' }, false],
    ['a run that is finished', { state: 'finished' }, true],
    ['a pull Secret of a move', { objects: [created(MANAGED_BY)] }, false],
    ['a pull Secret that is there to stay', { objects: [created(FINISHED)] }, true],
    ['a copy', { objects: [anObject(JOBS, of('registry-switch-copy'), {})] }, false],
    ['the list of a copy', { objects: [anObject(SECRETS, of('registry-switch-copy'), {})] }, false],
    ['remembered paths', { objects: [anObject(CONFIG_MAPS, of('registry-switch-image-paths'), {})] }, false],
    [
      'a pull Secret of which fields are to be given back',
      {
        objects: [
          pullSecret(
            { name: 'login', annotations: { 'registry-switch.io/changes': JSON.stringify(DUE) } },
            { 'new.example': 'a:b' },
          ),
        ],
      },
      false,
    ],
  ];
  for (const [what, left, expected] of cases) {
    it(`${expected ? 'has nothing to do' : 'has work'} where there is ${what}`, async () => {
      assert.equal(await nothingLeft(left), expected);
    });
  }

  it('of a namespace leaves what belongs to all', async () => {
    const objects = [anObject(CONFIG_MAPS, of('registry-switch-image-paths'), {})];
    assert.equal(await nothingLeft({ objects, state: 'done' }, { namespaces: ['shop'] }), true);
  });

  it('does not remove what it may not see', async () => {
    const cluster = new InMemoryCluster([]);
    cluster.refuse('get', JOBS, 'forbidden');
    assert.equal(await nothingLeft({}, {}, cluster), true);
  });
});
