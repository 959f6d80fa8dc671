import { deepEqual, equal, ok } from 'node:assert/strict';
import { CUSTOM_RESOURCE_DEFINITIONS } from '../../../src/sandbox/objects/api-resources.ts';
import { startTestApi, WIDGETS, type TestApi } from './test-api.ts';

interface Aggregated {
  readonly kind: string;
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly { readonly resource: string; readonly subresources?: unknown }[];
    }[];
  }[];
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

async function names(test: TestApi, path: string): Promise<string[]> {
  const { json } = await test.admin.ask(path);
  return (json as { resources: { name: string }[] }).resources.map(({ name }) => name);
}

describe('discovery of the sandbox API', () => {
  it('tells of the resources of a group and version, with their subresources', async () => {
    await using test = await startTestApi();
    deepEqual(await names(test, '/apis/apps/v1'), [
      'controllerrevisions',
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ]);
    ok((await names(test, '/api/v1')).includes('pods/log'));
  });

  it('tells of the groups', async () => {
    await using test = await startTestApi();
    deepEqual((await test.admin.ask('/apis/batch')).json, {
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'batch',
      versions: [{ groupVersion: 'batch/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'batch/v1', version: 'v1' },
    });
    const { json } = await test.admin.ask('/apis');
    ok((json as { groups: { name: string }[] }).groups.some(({ name }) => name === 'apps'));
  });

  it('tells of everything in one answer when asked to', async () => {
    await using test = await startTestApi();
    const { headers, json } = await test.admin.ask('/apis', { headers: { accept: AGGREGATED } });
    equal(headers['content-type'], 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    const { kind, items } = json as Aggregated;
    equal(kind, 'APIGroupDiscoveryList');
    const apps = items.find(({ metadata }) => metadata.name === 'apps')?.versions[0];
    deepEqual(apps?.resources.find(({ resource }) => resource === 'deployments')?.subresources, [
      {
        subresource: 'scale',
        responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
        verbs: ['get', 'patch', 'update'],
      },
      {
        subresource: 'status',
        responseKind: { group: '', version: '', kind: 'Deployment' },
        verbs: ['get', 'patch', 'update'],
      },
    ]);
  });

  it('serves custom resources and says so in the definition', async () => {
    await using test = await startTestApi();
    test.objects.create(CUSTOM_RESOURCE_DEFINITIONS, WIDGETS);
    deepEqual(await names(test, '/apis/example.com/v1'), ['widgets']);
    const watch = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?watch=true';
    const reply = await test.admin.open(watch);
    for await (const chunk of reply as AsyncIterable<Buffer>) if (chunk.includes('"Established"')) break;
    const widget = {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'one' },
      spec: { image: 'a' },
    };
    const path = '/apis/example.com/v1/namespaces/shop/widgets';
    equal((await test.admin.ask(path, { method: 'POST', body: widget })).status, 201);
    const { json } = await test.admin.ask(path);
    const { kind, items } = json as { kind: string; items: { kind: string; apiVersion: string }[] };
    equal(kind, 'WidgetList');
    deepEqual(
      items.map((item) => [item.apiVersion, item.kind]),
      [['example.com/v1', 'Widget']],
    );
  });

  const unknown = [
    { path: '/apis/nothing.example/v1/things', type: 'text/plain; charset=utf-8' },
    { path: '/nothing', type: 'text/plain; charset=utf-8' },
    { path: '/api/v1/things', type: 'application/json' },
  ];
  for (const { path, type } of unknown) {
    it(`answers 404 for ${path} as ${type}`, async () => {
      await using test = await startTestApi();
      const { status, headers } = await test.admin.ask(path);
      equal(status, 404);
      equal(headers['content-type'], type);
    });
  }

  it('says in OpenAPI that a PATCH takes fieldValidation and dryRun', async () => {
    await using test = await startTestApi();
    const { json: index } = await test.admin.ask('/openapi/v3');
    const { paths } = index as { paths: Record<string, { serverRelativeURL: string }> };
    const { json } = await test.admin.ask(paths['apis/apps/v1']?.serverRelativeURL ?? '');
    const document = json as { paths: Record<string, { patch: { parameters: { name: string }[] } }> };
    const operations = document.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
    deepEqual(
      operations?.patch.parameters.map(({ name }) => name),
      ['dryRun', 'fieldManager', 'fieldValidation', 'force'],
    );
  });
});
