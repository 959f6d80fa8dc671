import { deepEqual, equal, match } from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { CONFIG_MAPS, PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { configMapDraft, podDraft, startTestApi, type TestApi } from './test-api.ts';

interface List {
  readonly kind: string;
  readonly metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  readonly items: readonly { kind?: string; metadata: { name: string } }[];
}

const CONFIG_MAPS_PATH = '/api/v1/namespaces/shop/configmaps';

function withConfigMaps(test: TestApi, ...names: readonly string[]): void {
  for (const name of names) test.objects.create(CONFIG_MAPS, configMapDraft(name));
}

async function list(test: TestApi, path: string): Promise<List> {
  const { json } = await test.admin.ask(path);
  return json as List;
}

function named({ items }: List): string[] {
  return items.map(({ metadata }) => metadata.name);
}

describe('lists of the sandbox API', () => {
  it('has items without kind and apiVersion, as typed lists have', async () => {
    await using test = await startTestApi();
    withConfigMaps(test, 'a');
    const { kind, items, metadata } = await list(test, CONFIG_MAPS_PATH);
    equal(kind, 'ConfigMapList');
    equal(items[0]?.kind, undefined);
    equal(metadata.resourceVersion, `${test.objects.version}`);
  });

  it('goes on with the objects of the first page, whatever has changed since', async () => {
    await using test = await startTestApi();
    withConfigMaps(test, 'a', 'b', 'c', 'd');
    const first = await list(test, `${CONFIG_MAPS_PATH}?limit=2`);
    deepEqual(named(first), ['a', 'b']);
    equal(first.metadata.remainingItemCount, 2);
    test.objects.delete(CONFIG_MAPS, { namespace: 'shop', name: 'c' });
    withConfigMaps(test, 'bb');
    const next = `${CONFIG_MAPS_PATH}?limit=2&continue=${first.metadata.continue ?? ''}`;
    const second = await list(test, next);
    deepEqual(named(second), ['c', 'd']);
    equal(second.metadata.continue, undefined);
    equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
  });

  it('refuses to go on with what is forgotten, and says how to go on with what is there', async () => {
    await using test = await startTestApi();
    withConfigMaps(test, 'a', 'b', 'c');
    const first = await list(test, `${CONFIG_MAPS_PATH}?limit=1`);
    withConfigMaps(test, 'bb');
    test.store.compact();
    const { status, json } = await test.admin.ask(
      `${CONFIG_MAPS_PATH}?limit=2&continue=${first.metadata.continue ?? ''}`,
    );
    equal(status, 410);
    const refusal = json as { reason: string; metadata: { continue: string } };
    equal(refusal.reason, 'Expired');
    const rest = await list(test, `${CONFIG_MAPS_PATH}?limit=2&continue=${refusal.metadata.continue}`);
    deepEqual(named(rest), ['b', 'bb']);
  });

  it('pages what selectors match', async () => {
    await using test = await startTestApi();
    for (const [index, app] of ['x', 'y', 'y', 'x', 'y', 'x'].entries())
      test.objects.create(PODS, podDraft(`p${index}`, { app }));
    const first = await list(test, '/api/v1/pods?limit=2&labelSelector=app%3Dy');
    deepEqual(named(first), ['p1', 'p2']);
    equal(first.metadata.remainingItemCount, undefined);
    const path = `/api/v1/pods?limit=2&labelSelector=app%3Dy&continue=${first.metadata.continue ?? ''}`;
    const second = await list(test, path);
    deepEqual(named(second), ['p4']);
    equal(second.metadata.continue, undefined);
  });

  it('takes field selectors', async () => {
    await using test = await startTestApi();
    withConfigMaps(test, 'a', 'b');
    deepEqual(named(await list(test, `${CONFIG_MAPS_PATH}?fieldSelector=metadata.name%3Db`)), ['b']);
    equal((await test.admin.ask(`${CONFIG_MAPS_PATH}?fieldSelector=data.x%3Db`)).status, 400);
  });

  it('gives the list of an earlier version when just that is asked for', async () => {
    await using test = await startTestApi();
    withConfigMaps(test, 'a');
    const { version } = test.objects;
    withConfigMaps(test, 'b');
    const exact = `${CONFIG_MAPS_PATH}?resourceVersion=${version}&resourceVersionMatch=Exact`;
    deepEqual(named(await list(test, exact)), ['a']);
    deepEqual(named(await list(test, `${CONFIG_MAPS_PATH}?resourceVersion=${version}`)), ['a', 'b']);
    const { status } = await test.admin.ask(`${CONFIG_MAPS_PATH}?resourceVersion=999`);
    equal(status, 504);
  });

  it('sends metadata alone when asked to', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a', { secret: 'x' }));
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const { json, text } = await test.admin.ask(CONFIG_MAPS_PATH, { headers: { accept } });
    equal((json as List).kind, 'PartialObjectMetadataList');
    equal((json as List).items[0]?.kind, 'PartialObjectMetadata');
    equal(text.includes('secret'), false);
  });

  it('compresses large lists for those who take it', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a', { text: 'x'.repeat(200_000) }));
    const reply = await test.admin.open(CONFIG_MAPS_PATH, { headers: { 'accept-encoding': 'gzip' } });
    const chunks: Buffer[] = [];
    for await (const chunk of reply as AsyncIterable<Buffer>) chunks.push(chunk);
    equal(reply.headers['content-encoding'], 'gzip');
    match(gunzipSync(Buffer.concat(chunks)).toString(), /^\{"kind":"ConfigMapList"/);
  });

  it('refuses forms that it has not', async () => {
    await using test = await startTestApi();
    const { status } = await test.admin.ask(CONFIG_MAPS_PATH, { headers: { accept: 'application/xml' } });
    equal(status, 406);
  });
});
