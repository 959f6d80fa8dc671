import { deepEqual, equal } from 'node:assert/strict';
import {
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  ROLE_BINDINGS,
  ROLES,
  SERVICE_ACCOUNTS,
} from '../../../src/sandbox/objects/api-resources.ts';
import { startTestApi, type TestApi } from './test-api.ts';

const API_GROUP = 'rbac.authorization.k8s.io';
const ROBOT = { namespace: 'shop', name: 'robot' };
const SUBJECTS = [{ kind: 'ServiceAccount', ...ROBOT }];

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

function bindEverywhere({ objects }: TestApi, ...rules: readonly Rule[]): void {
  objects.create(CLUSTER_ROLES, { metadata: { name: 'role' }, rules });
  const roleRef = { apiGroup: API_GROUP, kind: 'ClusterRole', name: 'role' };
  objects.create(CLUSTER_ROLE_BINDINGS, { metadata: { name: 'binding' }, roleRef, subjects: SUBJECTS });
}

function bindInShop({ objects }: TestApi, ...rules: readonly Rule[]): void {
  objects.create(ROLES, { metadata: { name: 'role', namespace: 'shop' }, rules });
  const roleRef = { apiGroup: API_GROUP, kind: 'Role', name: 'role' };
  const metadata = { name: 'binding', namespace: 'shop' };
  objects.create(ROLE_BINDINGS, { metadata, roleRef, subjects: SUBJECTS });
}

/** Header of the service account that the roles are bound to. */
async function asRobot(test: TestApi): Promise<Readonly<Record<string, string>>> {
  if (test.objects.get(SERVICE_ACCOUNTS, ROBOT) === undefined)
    test.objects.create(SERVICE_ACCOUNTS, { metadata: ROBOT });
  const path = '/api/v1/namespaces/shop/serviceaccounts/robot/token';
  const { json } = await test.admin.ask(path, { method: 'POST', body: { spec: { expirationSeconds: 600 } } });
  return { authorization: `Bearer ${(json as { status: { token: string } }).status.token}` };
}

async function statusOf(test: TestApi, path: string, method = 'GET'): Promise<number> {
  return (await test.admin.ask(path, { method, headers: await asRobot(test) })).status;
}

const PODS = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };

describe('roles in the sandbox API', () => {
  it('tells who has a token of a service account', async () => {
    await using test = await startTestApi();
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { json } = await test.admin.ask(path, { method: 'POST', headers: await asRobot(test), body: {} });
    const { userInfo } = (json as { status: { userInfo: object } }).status;
    deepEqual(userInfo, {
      username: 'system:serviceaccount:shop:robot',
      uid: test.objects.get(SERVICE_ACCOUNTS, ROBOT)?.metadata.uid,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    });
  });

  it('takes no token of a service account that is gone', async () => {
    await using test = await startTestApi();
    const headers = await asRobot(test);
    test.objects.delete(SERVICE_ACCOUNTS, ROBOT);
    equal((await test.admin.ask('/api', { headers })).status, 401);
  });

  it('allows nothing without a role', async () => {
    await using test = await startTestApi();
    equal(await statusOf(test, '/api/v1/pods'), 403);
    equal(await statusOf(test, '/api'), 200);
  });

  it('allows everywhere what a bound ClusterRole does', async () => {
    await using test = await startTestApi();
    bindEverywhere(test, PODS);
    equal(await statusOf(test, '/api/v1/pods'), 200);
    equal(await statusOf(test, '/api/v1/namespaces/default/pods'), 200);
    equal(await statusOf(test, '/api/v1/secrets'), 403);
    equal(await statusOf(test, '/api/v1/namespaces/default/pods', 'DELETE'), 403);
  });

  it('allows in its namespace what a bound Role does', async () => {
    await using test = await startTestApi();
    bindInShop(test, PODS);
    equal(await statusOf(test, '/api/v1/namespaces/shop/pods'), 200);
    equal(await statusOf(test, '/api/v1/namespaces/default/pods'), 403);
    equal(await statusOf(test, '/api/v1/pods'), 403);
  });

  it('forgets a role that is gone', async () => {
    await using test = await startTestApi();
    bindEverywhere(test, PODS);
    test.objects.delete(CLUSTER_ROLES, { name: 'role' });
    equal(await statusOf(test, '/api/v1/pods'), 403);
  });

  const rules: readonly (Rule & {
    readonly name: string;
    readonly path: string;
    readonly allowed: boolean;
  })[] = [
    {
      name: 'all groups and resources',
      apiGroups: ['*'],
      resources: ['*'],
      verbs: ['*'],
      path: '/apis/apps/v1/deployments',
      allowed: true,
    },
    {
      name: 'another group',
      apiGroups: ['apps'],
      resources: ['pods'],
      verbs: ['*'],
      path: '/api/v1/pods',
      allowed: false,
    },
    {
      name: 'the resource, not what is below it',
      apiGroups: [''],
      resources: ['pods'],
      verbs: ['get'],
      path: '/api/v1/namespaces/shop/pods/web/log',
      allowed: false,
    },
    {
      name: 'one subresource of every resource',
      apiGroups: [''],
      resources: ['*/log'],
      verbs: ['get'],
      path: '/api/v1/namespaces/shop/pods/web/log',
      allowed: true,
    },
    {
      name: 'one name',
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: ['one'],
      verbs: ['get'],
      path: '/api/v1/namespaces/shop/secrets/one',
      allowed: true,
    },
    {
      name: 'another name',
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: ['one'],
      verbs: ['get'],
      path: '/api/v1/namespaces/shop/secrets/two',
      allowed: false,
    },
    { name: 'paths', nonResourceURLs: ['/metrics/*'], verbs: ['get'], path: '/metrics/slis', allowed: true },
    { name: 'other paths', nonResourceURLs: ['/metrics/*'], verbs: ['get'], path: '/logs', allowed: false },
  ];
  for (const { name, path, allowed, ...rule } of rules) {
    it(`${allowed ? 'allows' : 'refuses'} ${path} by a rule for ${name}`, async () => {
      await using test = await startTestApi();
      bindEverywhere(test, rule);
      equal((await statusOf(test, path)) !== 403, allowed);
    });
  }
});
