import assert from 'node:assert/strict';
import { EVENTS, NAMESPACES, SECRETS } from '../../../src/sandbox/objects/api-resources.ts';
import { KeptObjects } from '../../../src/sandbox/objects/kept-objects.ts';
import { eventRecorder, type RecordEvent } from '../../../src/sandbox/objects/record-event.ts';
import type { Stored } from '../../../src/sandbox/objects/stored.ts';
import { manualClock, type ManualClock } from '../controllers/manual-clock.ts';

describe('event recorder', () => {
  let objects: KeptObjects;
  let clock: ManualClock;
  let record: RecordEvent;
  let about: Stored;

  beforeEach(() => {
    clock = manualClock();
    objects = new KeptObjects(clock);
    objects.create(NAMESPACES, { metadata: { name: 'shop' } });
    about = objects.create<unknown>(SECRETS, { metadata: { namespace: 'shop', name: 'login' } });
    record = eventRecorder(objects, clock);
  });

  const news = {
    type: 'Warning',
    reason: 'Failed',
    message: 'no',
    component: 'kubelet',
    host: 'n1',
  } as const;

  it('says what happened to which object, and who says so', () => {
    record({ about, ...news, fieldPath: 'spec.containers{app}' });
    const [event] = objects.list(EVENTS);
    assert.match(event?.metadata.name ?? '', /^login\.[0-9a-f]+$/);
    assert.deepEqual(event?.involvedObject, {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'shop',
      name: 'login',
      uid: about.metadata.uid,
      resourceVersion: about.metadata.resourceVersion,
      fieldPath: 'spec.containers{app}',
    });
    const { type, reason, message, source, count, firstTimestamp, lastTimestamp } = event;
    const time = '2026-03-01T10:00:00Z';
    assert.deepEqual(
      { type, reason, message, source, count, firstTimestamp, lastTimestamp },
      {
        type: 'Warning',
        reason: 'Failed',
        message: 'no',
        source: { component: 'kubelet', host: 'n1' },
        count: 1,
        firstTimestamp: time,
        lastTimestamp: time,
      },
    );
  });

  it('counts the same news', () => {
    record({ about, ...news });
    clock.advance(30);
    // The order of the fields does not matter.
    record({ ...news, about });
    const [event, ...others] = objects.list(EVENTS);
    assert.deepEqual(others, []);
    assert.deepEqual([event?.count, event?.lastTimestamp], [2, '2026-03-01T10:00:30Z']);
  });

  it('tells other news apart', () => {
    record({ about, ...news });
    record({ about, ...news, message: 'still no' });
    record({ about, ...news, host: 'n2' });
    assert.equal(objects.list(EVENTS).length, 3);
  });

  it('begins anew when the event is gone', () => {
    record({ about, ...news });
    for (const { metadata } of objects.list(EVENTS)) objects.delete(EVENTS, metadata);
    record({ about, ...news });
    assert.deepEqual(
      objects.list(EVENTS).map(({ count }) => count),
      [1],
    );
  });

  it('drops what the API refuses', () => {
    objects.delete(NAMESPACES, { name: 'shop' });
    record({ about, ...news });
    assert.equal(objects.list(EVENTS).length, 0);
  });
});
