import assert from 'node:assert/strict';
import { CONFIG_MAPS, PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { ObjectStore } from '../../../src/sandbox/objects/object-store.ts';
import type { Stored } from '../../../src/sandbox/objects/stored.ts';

describe('ObjectStore', () => {
  it('lists by namespace and name, whatever the order in which objects came and went', () => {
    const store = new ObjectStore();
    for (const place of ['b/x', 'a-b/x', 'a/z', 'a/x', 'a/y']) store.put(PODS, pod(place));
    store.remove(PODS, pod('a/y'));
    store.put(PODS, pod('a/x'));
    assert.deepEqual(placesIn(store), ['a-b/x', 'a/x', 'a/z', 'b/x']);
    assert.deepEqual(placesIn(store, 'a'), ['a/x', 'a/z']);
    assert.deepEqual(placesIn(store, 'c'), []);
  });

  it('keeps a list as it was when it was asked for', () => {
    const store = new ObjectStore();
    store.put(PODS, pod('a/x'));
    const before = store.list(PODS);
    store.put(PODS, pod('a/y'));
    assert.equal(before.length, 1);
  });

  it('gives each change a version, the removal too', () => {
    const store = new ObjectStore();
    assert.equal(store.put(PODS, pod('a/x')).metadata.resourceVersion, '1');
    assert.equal(store.put(CONFIG_MAPS, pod('a/x')).metadata.resourceVersion, '2');
    assert.equal(store.remove(PODS, pod('a/x'))?.metadata.resourceVersion, '3');
    assert.equal(store.remove(PODS, pod('a/x')), undefined);
    assert.equal(store.version, 3);
  });

  it('tells the changes after a version, until they are forgotten', () => {
    const store = new ObjectStore({ history: 2 });
    for (const place of ['a/1', 'a/2', 'a/3', 'a/4']) store.put(PODS, pod(place));
    assert.deepEqual(
      store.since(2)?.map(({ object }) => object.metadata.name),
      ['3', '4'],
    );
    assert.deepEqual(store.since(4), []);
    store.put(PODS, pod('a/5'));
    assert.equal(store.since(2), undefined);
    assert.deepEqual(
      store.since(3)?.map(({ object }) => object.metadata.name),
      ['4', '5'],
    );
    store.compact();
    assert.equal(store.since(4), undefined);
    assert.deepEqual(store.since(5), []);
  });

  it('tells everybody of a change before the changes that it brings about', () => {
    const store = new ObjectStore();
    const heard: string[] = [];
    store.subscribe(({ type, object }) => {
      if (type === 'ADDED') store.remove(PODS, object);
    });
    const stop = store.subscribe(({ type }) => heard.push(type));
    store.put(PODS, pod('a/x'));
    stop();
    store.put(PODS, pod('a/y'));
    assert.deepEqual(heard, ['ADDED', 'DELETED']);
  });
});

function nameOf(place: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', name = ''] = place.split('/');
  return { namespace, name };
}

function pod(place: string): Stored {
  const metadata = { ...nameOf(place), uid: place, resourceVersion: '', creationTimestamp: '' };
  return { apiVersion: 'v1', kind: 'Pod', metadata };
}

function placesIn(store: ObjectStore, namespace?: string): readonly string[] {
  return store.list(PODS, namespace).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
}
