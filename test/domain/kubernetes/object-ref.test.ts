import assert from 'node:assert/strict';
import {
  describeRef,
  kubectlName,
  readDescription,
  refOf,
} from '../../../src/domain/kubernetes/object-ref.ts';
import { DEPLOYMENTS, NODES, PODS } from '../../../src/domain/kubernetes/resource.ts';
import { deployment } from '../../support/builders/workloads.ts';

describe('refOf', () => {
  it('keeps what identifies an object', () => {
    assert.deepEqual(refOf(DEPLOYMENTS, deployment()), {
      resource: DEPLOYMENTS,
      name: 'web',
      namespace: 'shop',
      uid: 'Deployment-shop-web',
    });
  });

  it('has no namespace and no uid where the object has none', () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } };
    assert.deepEqual(refOf(NODES, node), { resource: NODES, name: 'n1' });
  });
});

describe('names of objects', () => {
  const web = { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' };
  const table: readonly [string, string, string][] = [
    ['a sentence', describeRef(web), 'Deployment shop/web'],
    ['a sentence about a cluster-scoped object', describeRef({ resource: NODES, name: 'n1' }), 'Node n1'],
    ['kubectl -o name', kubectlName(web), 'deployment.apps/web'],
    ['kubectl -o name of the core group', kubectlName({ ...web, resource: PODS }), 'pod/web'],
  ];
  for (const [name, text, expected] of table) {
    it(`fit ${name}`, () => {
      assert.equal(text, expected);
    });
  }
});

describe('readDescription', () => {
  it('reads what describeRef has written', () => {
    const web = describeRef({ resource: DEPLOYMENTS, namespace: 'shop', name: 'web' });
    assert.deepEqual(readDescription(web), { kind: 'Deployment', namespace: 'shop', name: 'web' });
    const node = describeRef({ resource: NODES, name: 'n1' });
    assert.deepEqual(readDescription(node), { kind: 'Node', name: 'n1' });
  });

  for (const text of ['', 'Deployment', 'Deployment shop/', 'Deployment a b/c', 'Deployment a/b/c']) {
    it(`reads nothing in ${JSON.stringify(text)}`, () => {
      assert.equal(readDescription(text), undefined);
    });
  }
});
