import { deepEqual, equal, match } from 'node:assert/strict';
import { CONFIG_MAPS, DEPLOYMENTS, PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { configMapDraft, deploymentDraft, podDraft, startTestApi } from './test-api.ts';

const MAPS = '/api/v1/namespaces/shop/configmaps';
const DEPLOYMENTS_PATH = '/apis/apps/v1/namespaces/shop/deployments';
const MAP_A = { namespace: 'shop', name: 'a' };
const WEB = { namespace: 'shop', name: 'web' };

interface Answered {
  readonly message: string;
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
}

describe('writes to the sandbox API', () => {
  it('creates an object in the namespace of the path', async () => {
    await using test = await startTestApi();
    const body = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { generateName: 'a-' }, data: { x: 'y' } };
    const { status, json } = await test.admin.ask(MAPS, { method: 'POST', body });
    equal(status, 201);
    match((json as Answered).metadata.name, /^a-[a-z0-9]{5}$/);
    equal(test.objects.list(CONFIG_MAPS, 'shop').length, 1);
  });

  it('reads YAML', async () => {
    await using test = await startTestApi();
    const body = 'kind: ConfigMap\nmetadata: {name: a}\ndata: {x: y}\n';
    const headers = { 'content-type': 'application/yaml' };
    equal((await test.admin.ask(MAPS, { method: 'POST', headers, body })).status, 201);
    deepEqual(test.objects.get(CONFIG_MAPS, MAP_A)?.data, { x: 'y' });
  });

  const refused = [
    {
      name: 'an object of another namespace',
      body: { ...configMapDraft('a'), metadata: { name: 'a', namespace: 'x' } },
      status: 400,
    },
    { name: 'no JSON', body: '{', status: 400 },
    { name: 'another content type', body: 'x', headers: { 'content-type': 'text/plain' }, status: 415 },
    { name: 'what dryRun does not know', body: configMapDraft('a'), query: '?dryRun=Some', status: 422 },
  ];
  for (const { name, body, headers = {}, query = '', status } of refused) {
    it(`refuses ${name}`, async () => {
      await using test = await startTestApi();
      const reply = await test.admin.ask(`${MAPS}${query}`, { method: 'POST', body, headers });
      equal(reply.status, status);
      equal(test.objects.list(CONFIG_MAPS, 'shop').length, 0);
    });
  }

  it('stores nothing in a dry run', async () => {
    await using test = await startTestApi();
    const reply = await test.admin.ask(`${MAPS}?dryRun=All`, { method: 'POST', body: configMapDraft('a') });
    equal(reply.status, 201);
    equal(test.objects.get(CONFIG_MAPS, MAP_A), undefined);
  });

  const unknownField = {
    ...deploymentDraft('web'),
    spec: { ...(deploymentDraft('web').spec as object), replica: 3 },
  };

  it('warns of unknown fields', async () => {
    await using test = await startTestApi();
    const { status, headers } = await test.admin.ask(DEPLOYMENTS_PATH, {
      method: 'POST',
      body: unknownField,
    });
    equal(status, 201);
    equal(headers.warning, '299 - "unknown field \\"spec.replica\\""');
  });

  it('refuses unknown fields when told to', async () => {
    await using test = await startTestApi();
    const path = `${DEPLOYMENTS_PATH}?fieldValidation=Strict`;
    const { status, json } = await test.admin.ask(path, { method: 'POST', body: unknownField });
    equal(status, 400);
    match((json as Answered).message, /strict decoding error: unknown field "spec.replica"$/);
  });

  it('replaces an object, guarded by its version', async () => {
    await using test = await startTestApi();
    const { metadata } = test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    const body = { ...configMapDraft('a', { x: 'y' }), metadata };
    equal((await test.admin.ask(`${MAPS}/a`, { method: 'PUT', body })).status, 200);
    const { status, json } = await test.admin.ask(`${MAPS}/a`, { method: 'PUT', body });
    equal(status, 409);
    match(
      (json as Answered).message,
      /^Operation cannot be fulfilled on configmaps "a": the object has been modified/,
    );
  });

  it('refuses to replace an object by one of another name', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    const { status, json } = await test.admin.ask(`${MAPS}/a`, { method: 'PUT', body: configMapDraft('b') });
    equal(status, 400);
    equal((json as Answered).message, 'the name of the object (b) does not match the name on the URL (a)');
  });

  const patches = [
    { type: 'application/merge-patch+json', body: { spec: { replicas: 5 } } },
    { type: 'application/json-patch+json', body: [{ op: 'replace', path: '/spec/replicas', value: 5 }] },
    { type: 'application/strategic-merge-patch+json', body: { spec: { replicas: 5 } } },
    {
      type: 'application/apply-patch+yaml',
      body: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 5}\n',
    },
  ];
  for (const { type, body } of patches) {
    it(`patches by ${type}`, async () => {
      await using test = await startTestApi();
      test.objects.create(DEPLOYMENTS, deploymentDraft('web'));
      const path = `${DEPLOYMENTS_PATH}/web?fieldManager=test&force=true`;
      const reply = await test.admin.ask(path, { method: 'PATCH', headers: { 'content-type': type }, body });
      equal(reply.status, 200, reply.text);
      equal(test.objects.get(DEPLOYMENTS, WEB)?.spec?.replicas, 5);
    });
  }

  it('creates by server-side apply what is not there', async () => {
    await using test = await startTestApi();
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    const path = `${MAPS}/a?fieldManager=test`;
    const body = configMapDraft('a', { x: 'y' });
    equal((await test.admin.ask(path, { method: 'PATCH', headers, body })).status, 201);
    equal((await test.admin.ask(path, { method: 'PATCH', headers, body })).status, 200);
  });

  it('patches the status apart', async () => {
    await using test = await startTestApi();
    test.objects.create(DEPLOYMENTS, deploymentDraft('web'));
    const headers = { 'content-type': 'application/merge-patch+json' };
    const body = { spec: { replicas: 7 }, status: { replicas: 2 } };
    await test.admin.ask(`${DEPLOYMENTS_PATH}/web/status`, { method: 'PATCH', headers, body });
    const { spec, status } = test.objects.get(DEPLOYMENTS, WEB) ?? {};
    deepEqual([spec?.replicas, status?.replicas], [2, 2]);
  });

  it('answers a deletion with a Status, or with the object where the server does', async () => {
    await using test = await startTestApi();
    const { metadata } = test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    deepEqual((await test.admin.ask(`${MAPS}/a`, { method: 'DELETE' })).json, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: metadata.uid },
    });
    test.objects.create(PODS, podDraft('web'));
    const { json } = await test.admin.ask('/api/v1/namespaces/shop/pods/web', { method: 'DELETE' });
    equal((json as Answered).metadata.name, 'web');
    equal((await test.admin.ask(`${MAPS}/a`, { method: 'DELETE' })).status, 404);
  });

  it('takes the options of a deletion from the body or the query', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'other' } };
    equal((await test.admin.ask(`${MAPS}/a`, { method: 'DELETE', body })).status, 409);
    equal((await test.admin.ask(`${MAPS}/a?dryRun=All`, { method: 'DELETE' })).status, 200);
    equal(test.objects.get(CONFIG_MAPS, MAP_A)?.metadata.name, 'a');
  });

  it('deletes all that a selector matches', async () => {
    await using test = await startTestApi();
    for (const [name, app] of [
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'x'],
    ] as const)
      test.objects.create(PODS, podDraft(name, { app }));
    const path = '/api/v1/namespaces/shop/pods?labelSelector=app%3Dx&gracePeriodSeconds=0';
    const { json } = await test.admin.ask(path, { method: 'DELETE' });
    equal((json as { kind: string }).kind, 'PodList');
    deepEqual(
      test.objects.list(PODS, 'shop').map(({ metadata }) => metadata.name),
      ['b'],
    );
  });

  it('refuses methods that a resource has not', async () => {
    await using test = await startTestApi();
    equal((await test.admin.ask(MAPS, { method: 'PUT', body: {} })).status, 405);
    equal((await test.admin.ask('/api/v1/namespaces', { method: 'DELETE' })).status, 405);
  });
});
