import { deepEqual, equal, match } from 'node:assert/strict';
import { apiClient } from './api-client.ts';
import { podDraft, startTestApi } from './test-api.ts';
import { PODS } from '../../../src/sandbox/objects/api-resources.ts';

const READER = { name: 'reader', token: 'reads', groups: ['readers'] };
const ACTOR = { name: 'actor', token: 'acts' };

const readOnly = {
  users: [READER, ACTOR],
  permits: ({ name }: { readonly name: string }, { verb, resource }: { verb: string; resource: string }) =>
    name === 'actor'
      ? verb === 'impersonate' && resource === 'users'
      : ['get', 'list', 'watch'].includes(verb) && resource !== 'secrets',
};

describe('who may ask the sandbox API', () => {
  it('refuses a wrong token', async () => {
    await using test = await startTestApi();
    const { status, json } = await test.admin.ask('/api/v1/pods', { headers: { authorization: 'Bearer x' } });
    equal(status, 401);
    deepEqual(json, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
  });

  it('lets nobody without a token see more than health and version', async () => {
    await using test = await startTestApi();
    const anybody = apiClient(test.api, '');
    equal((await anybody.ask('/readyz')).text, 'ok');
    equal((await anybody.ask('/version')).status, 200);
    const { status, json } = await anybody.ask('/api');
    equal(status, 403);
    match(JSON.stringify(json), /forbidden: User \\"system:anonymous\\" cannot get path \\"\/api\\"/);
  });

  const refusals = [
    {
      path: '/api/v1/secrets',
      method: 'GET',
      message:
        'secrets is forbidden: User "reader" cannot list resource "secrets" in API group "" at the cluster scope',
    },
    {
      path: '/apis/apps/v1/namespaces/shop/deployments/web',
      method: 'DELETE',
      message:
        'deployments.apps "web" is forbidden: User "reader" cannot delete resource "deployments" in API group "apps" in the namespace "shop"',
    },
    {
      path: '/api/v1/namespaces/shop/pods/web/eviction',
      method: 'POST',
      message:
        'pods "web" is forbidden: User "reader" cannot create resource "pods/eviction" in API group "" in the namespace "shop"',
    },
  ];
  for (const { path, method, message } of refusals) {
    it(`refuses what a user may not do: ${method} ${path}`, async () => {
      await using test = await startTestApi(readOnly);
      const { status, json } = await apiClient(test.api, 'reader').ask(path, { method });
      equal(status, 403);
      equal((json as { message: string }).message, message);
      equal((json as { reason: string }).reason, 'Forbidden');
    });
  }

  it('permits what a user may do', async () => {
    await using test = await startTestApi(readOnly);
    test.objects.create(PODS, podDraft('web'));
    equal((await apiClient(test.api, 'reader').ask('/api/v1/namespaces/shop/pods/web')).status, 200);
  });

  it('answers as the user that the administrator impersonates', async () => {
    await using test = await startTestApi(readOnly);
    const headers = { 'impersonate-user': 'reader', 'impersonate-group': 'readers', 'impersonate-uid': '7' };
    equal((await test.admin.ask('/api/v1/secrets', { headers })).status, 403);
    const { json } = await test.admin.ask('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      method: 'POST',
      headers,
      body: {},
    });
    deepEqual((json as { status: unknown }).status, {
      userInfo: { username: 'reader', uid: '7', groups: ['readers', 'system:authenticated'] },
    });
  });

  it('lets nobody impersonate more than they may', async () => {
    await using test = await startTestApi(readOnly);
    const actor = apiClient(test.api, 'actor');
    const asReader = { 'impersonate-user': 'reader' };
    equal((await actor.ask('/api/v1/pods', { headers: asReader })).status, 200);
    const { status, text } = await actor.ask('/api/v1/pods', {
      headers: { ...asReader, 'impersonate-group': 'system:masters' },
    });
    equal(status, 403);
    match(text, /cannot impersonate resource \\"groups\\"/);
  });

  const questions = [
    { attributes: { verb: 'list', resource: 'pods' }, allowed: true },
    { attributes: { verb: 'list', resource: 'secrets' }, allowed: false },
    { attributes: { verb: 'get', resource: 'pods', subresource: 'log', namespace: 'shop' }, allowed: true },
    { attributes: { verb: 'patch', group: 'apps', resource: 'deployments' }, allowed: false },
  ];
  for (const { attributes, allowed } of questions) {
    it(`tells whether a user may: ${Object.values(attributes).join(' ')}`, async () => {
      await using test = await startTestApi(readOnly);
      const { status, json } = await apiClient(test.api, 'reader').ask(
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { method: 'POST', body: { spec: { resourceAttributes: attributes } } },
      );
      equal(status, 201);
      deepEqual((json as { status: unknown }).status, { allowed });
    });
  }

  it('lists what a user may do in a namespace', async () => {
    await using test = await startTestApi(readOnly);
    const { json } = await apiClient(test.api, 'reader').ask(
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      { method: 'POST', body: { spec: { namespace: 'shop' } } },
    );
    const { resourceRules } = (
      json as { status: { resourceRules: { resources: string[]; verbs: string[] }[] } }
    ).status;
    deepEqual(resourceRules.find(({ resources }) => resources.includes('pods'))?.verbs, [
      'get',
      'list',
      'watch',
    ]);
    equal(
      resourceRules.some(({ resources }) => resources.includes('secrets')),
      false,
    );
  });
});
