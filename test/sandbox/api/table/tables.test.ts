import { deepEqual, equal } from 'node:assert/strict';
import { apiVersionOf } from '../../../../src/sandbox/objects/api-resource.ts';
import {
  CUSTOM_RESOURCE_DEFINITIONS,
  DEPLOYMENTS,
  SECRETS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import { customResources } from '../../../../src/sandbox/objects/served-resources.ts';
import { deploymentDraft, startTestApi, WIDGETS, type TestApi } from '../test-api.ts';

interface Table {
  readonly kind: string;
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
  readonly rows: readonly {
    readonly cells: readonly unknown[];
    readonly object: { readonly kind: string } | null;
  }[];
}

async function table(test: TestApi, path: string): Promise<Table> {
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
  return (await test.admin.ask(path, { headers })).json as Table;
}

describe('tables of the sandbox API', () => {
  it('show a Deployment as the API server does', async () => {
    await using test = await startTestApi();
    test.objects.create(DEPLOYMENTS, deploymentDraft('web'));
    const { kind, columnDefinitions, rows } = await table(test, '/apis/apps/v1/deployments');
    equal(kind, 'Table');
    deepEqual(
      columnDefinitions.map(({ name, priority }) => `${name} ${priority}`),
      ['Name 0', 'Ready 0', 'Up-to-date 0', 'Available 0', 'Age 0', 'Containers 1', 'Images 1', 'Selector 1'],
    );
    const [row] = rows;
    deepEqual(row?.cells.with(4, '*'), ['web', '0/2', 0, 0, '*', 'app', 'registry.example/web:1', 'app=web']);
    equal(row.object?.kind, 'PartialObjectMetadata');
  });

  it('carry the whole object or none when asked to', async () => {
    await using test = await startTestApi();
    test.objects.create(DEPLOYMENTS, deploymentDraft('web'));
    const whole = await table(test, '/apis/apps/v1/deployments?includeObject=Object');
    equal(whole.rows[0]?.object?.kind, 'Deployment');
    const none = await table(test, '/apis/apps/v1/deployments?includeObject=None');
    equal(none.rows[0]?.object, null);
  });

  it('keep the values of Secrets to themselves', async () => {
    await using test = await startTestApi();
    test.objects.create(SECRETS, { metadata: { name: 's', namespace: 'shop' }, data: { key: 'aGlkZGVu' } });
    const { rows } = await table(test, '/api/v1/secrets');
    deepEqual(rows[0]?.cells.slice(0, 3), ['s', 'Opaque', 1]);
    equal(JSON.stringify(rows).includes('aGlkZGVu'), false);
  });

  it('show the columns that a definition adds', async () => {
    await using test = await startTestApi();
    const definition = test.objects.create(CUSTOM_RESOURCE_DEFINITIONS, WIDGETS);
    const [widgets] = customResources(definition);
    if (widgets === undefined) throw new Error('no widgets');
    equal(apiVersionOf(widgets), 'example.com/v1');
    test.objects.create(widgets, { metadata: { name: 'one', namespace: 'shop' }, spec: { image: 'a:1' } });
    test.objects.create(widgets, { metadata: { name: 'two', namespace: 'shop' } });
    const { columnDefinitions, rows } = await table(test, '/apis/example.com/v1/widgets');
    deepEqual(
      columnDefinitions.map(({ name }) => name),
      ['Name', 'Image'],
    );
    deepEqual(
      rows.map(({ cells }) => cells),
      [
        ['one', 'a:1'],
        ['two', null],
      ],
    );
  });
});
