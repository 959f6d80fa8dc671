import { deepEqual, equal, match } from 'node:assert/strict';
import { CONFIG_MAPS, PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { linesOf, nextEvents } from './api-client.ts';
import { configMapDraft, podDraft, startTestApi, type TestApi } from './test-api.ts';

interface Told {
  readonly type: string;
  readonly object: { readonly metadata: { readonly name: string; readonly resourceVersion: string } };
}

const PATH = '/api/v1/namespaces/shop/configmaps?watch=true';
const WEB = { namespace: 'shop', name: 'web' };

async function watch(test: TestApi, path: string): Promise<AsyncGenerator<string>> {
  return linesOf(await test.admin.open(path));
}

async function next(lines: AsyncGenerator<string>, count: number): Promise<string[]> {
  const events = (await nextEvents(lines, count)) as Told[];
  return events.map(({ type, object }) => `${type} ${object.metadata.name}`);
}

function label(test: TestApi, app: string): void {
  test.objects.update(PODS, WEB, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app } } }));
}

describe('watches of the sandbox API', () => {
  it('begins with what is there, then tells of changes', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    const lines = await watch(test, PATH);
    deepEqual(await next(lines, 1), ['ADDED a']);
    test.objects.update(CONFIG_MAPS, { namespace: 'shop', name: 'a' }, (map) => ({
      ...map,
      data: { x: 'y' },
    }));
    test.objects.create(CONFIG_MAPS, configMapDraft('b'));
    test.objects.delete(CONFIG_MAPS, { namespace: 'shop', name: 'a' });
    deepEqual(await next(lines, 3), ['MODIFIED a', 'ADDED b', 'DELETED a']);
    await lines.return(undefined);
  });

  it('goes on after a version', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    const { version } = test.objects;
    test.objects.create(CONFIG_MAPS, configMapDraft('b'));
    const lines = await watch(test, `${PATH}&resourceVersion=${version}`);
    deepEqual(await next(lines, 1), ['ADDED b']);
    await lines.return(undefined);
  });

  it('says that a version is too old', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    test.store.compact();
    const lines = await watch(test, `${PATH}&resourceVersion=1`);
    const [event] = (await nextEvents(lines, 1)) as {
      type: string;
      object: { code: number; reason: string };
    }[];
    equal(event?.type, 'ERROR');
    deepEqual([event.object.code, event.object.reason], [410, 'Expired']);
    equal((await lines.next()).done, true);
  });

  it('tells of objects that begin to match a selector and that match it no longer', async () => {
    await using test = await startTestApi();
    test.objects.create(PODS, podDraft('web', { app: 'x' }));
    const lines = await watch(test, '/api/v1/pods?watch=1&labelSelector=app%3Dy');
    label(test, 'y');
    deepEqual(await next(lines, 1), ['ADDED web']);
    label(test, 'z');
    const [gone] = (await nextEvents(lines, 1)) as Told[];
    deepEqual([gone?.type, gone?.object.metadata.resourceVersion], ['DELETED', `${test.objects.version}`]);
    await lines.return(undefined);
  });

  it('ends when its time is over, with a bookmark of how far it is', async () => {
    await using test = await startTestApi();
    const lines = await watch(test, `${PATH}&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=1`);
    const [bookmark] = (await nextEvents(lines, 1)) as Told[];
    deepEqual(
      [bookmark?.type, bookmark?.object.metadata.resourceVersion],
      ['BOOKMARK', `${test.objects.version}`],
    );
    equal((await lines.next()).done, true);
  });

  it('marks the end of what was there in the beginning', async () => {
    await using test = await startTestApi();
    test.objects.create(CONFIG_MAPS, configMapDraft('a'));
    const wish = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const lines = await watch(test, `${PATH}&${wish}`);
    const [first] = await next(lines, 1);
    equal(first, 'ADDED a');
    match(String((await lines.next()).value), /"type":"BOOKMARK".*"k8s.io\/initial-events-end":"true"/);
    await lines.return(undefined);
  });

  it('tells the columns of a table once', async () => {
    await using test = await startTestApi();
    for (const name of ['a', 'b']) test.objects.create(CONFIG_MAPS, configMapDraft(name));
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const lines = linesOf(await test.admin.open(PATH, { headers: { accept } }));
    const events = (await nextEvents(lines, 2)) as {
      object: { columnDefinitions: unknown[]; rows: unknown[] };
    }[];
    deepEqual(
      events.map(({ object }) => [object.columnDefinitions.length, object.rows.length]),
      [
        [3, 1],
        [0, 1],
      ],
    );
    await lines.return(undefined);
  });

  it('ends with the API', async () => {
    const test = await startTestApi();
    const reply = await test.admin.open(PATH);
    const closed = new Promise((resolve) => reply.on('error', resolve).on('close', resolve));
    reply.resume();
    await test.api.stop();
    await closed;
  });
});
