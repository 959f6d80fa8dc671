import assert from 'node:assert/strict';
import { CONFIG_MAPS, DEPLOYMENTS, NAMESPACES, PODS } from '../../../../src/sandbox/objects/api-resources.ts';
import type { KeptObjects } from '../../../../src/sandbox/objects/kept-objects.ts';
import { named, podDraft, refusal, someObjects, workloadDraft } from '../some-objects.ts';

describe('deletion', () => {
  let objects: KeptObjects;

  beforeEach(() => {
    objects = someObjects();
  });

  it('removes at once what nothing holds', () => {
    objects.create(CONFIG_MAPS, { metadata: named('settings') });
    objects.delete(CONFIG_MAPS, named('settings'));
    assert.equal(objects.get(CONFIG_MAPS, named('settings')), undefined);
  });

  it('removes a pod at once that is on no node', () => {
    objects.create(PODS, podDraft('web'));
    objects.delete(PODS, named('web'));
    assert.equal(objects.get(PODS, named('web')), undefined);
  });

  describe('of a pod on a node', () => {
    beforeEach(() => {
      objects.create(PODS, podDraft('web', { nodeName: 'node-1', terminationGracePeriodSeconds: 20 }));
    });

    it('gives it the time that it asks for', () => {
      const { metadata } = objects.delete(PODS, named('web'));
      assert.equal(metadata.deletionTimestamp, '2026-03-01T12:00:20Z');
      assert.equal(metadata.deletionGracePeriodSeconds, 20);
      assert.deepEqual(objects.get(PODS, named('web'))?.metadata, metadata);
    });

    it('may be hurried, not delayed', () => {
      objects.delete(PODS, named('web'), { gracePeriodSeconds: 10 });
      assert.equal(objects.delete(PODS, named('web')).metadata.deletionGracePeriodSeconds, 10);
      objects.delete(PODS, named('web'), { gracePeriodSeconds: 60 });
      assert.equal(objects.get(PODS, named('web'))?.metadata.deletionTimestamp, '2026-03-01T12:00:10Z');
      objects.delete(PODS, named('web'), { gracePeriodSeconds: 3 });
      assert.equal(objects.get(PODS, named('web'))?.metadata.deletionTimestamp, '2026-03-01T12:00:03Z');
    });

    it('removes it at once without a grace period', () => {
      objects.delete(PODS, named('web'));
      objects.delete(PODS, named('web'), { gracePeriodSeconds: 0 });
      assert.equal(objects.get(PODS, named('web')), undefined);
    });

    it('removes it at once when it has ended', () => {
      objects.updateStatus(PODS, named('web'), (pod) => ({
        ...pod,
        status: { ...pod.status, phase: 'Failed' },
      }));
      objects.delete(PODS, named('web'));
      assert.equal(objects.get(PODS, named('web')), undefined);
    });
  });

  it('waits for the last finalizer', () => {
    const finalizers = ['example.com/a', 'example.com/b'];
    objects.create(CONFIG_MAPS, { metadata: { ...named('held'), finalizers } });
    const { metadata } = objects.delete(CONFIG_MAPS, named('held'));
    assert.equal(metadata.deletionGracePeriodSeconds, 0);
    const release = (left: readonly string[]) =>
      objects.update(CONFIG_MAPS, named('held'), (current) => ({
        ...current,
        metadata: { ...current.metadata, finalizers: left },
      }));
    release(['example.com/b']);
    assert.notEqual(objects.get(CONFIG_MAPS, named('held')), undefined);
    assert.match(
      refusal(() => release(['example.com/b', 'example.com/c'])).message,
      /metadata\.finalizers: Forbidden: no new finalizers can be added if the object is being deleted/,
    );
    release([]);
    assert.equal(objects.get(CONFIG_MAPS, named('held')), undefined);
  });

  const policies = [
    ['Foreground', ['foregroundDeletion']],
    ['Orphan', ['orphan']],
  ] as const;
  for (const [propagationPolicy, finalizers] of policies) {
    it(`leaves the dependents to the garbage collector: ${propagationPolicy}`, () => {
      objects.create(DEPLOYMENTS, workloadDraft('web'));
      const { metadata } = objects.delete(DEPLOYMENTS, named('web'), { propagationPolicy });
      assert.deepEqual(metadata.finalizers, finalizers);
      assert.notEqual(metadata.deletionTimestamp, undefined);
    });
  }

  for (const precondition of [{ uid: 'other' }, { resourceVersion: '1' }]) {
    it(`refuses a precondition that does not hold: ${Object.keys(precondition).join()}`, () => {
      objects.create(CONFIG_MAPS, { metadata: named('settings') });
      const { code, message } = refusal(() => objects.delete(CONFIG_MAPS, named('settings'), precondition));
      assert.equal(code, 409);
      assert.match(
        message,
        /^Operation cannot be fulfilled on ConfigMap "settings": the \w+ in the precondition \(\w+\) does not match/,
      );
    });
  }

  it('removes nothing in a dry run', () => {
    objects.create(CONFIG_MAPS, { metadata: named('settings') });
    objects.delete(CONFIG_MAPS, named('settings'), { dryRun: true });
    assert.notEqual(objects.get(CONFIG_MAPS, named('settings')), undefined);
  });

  it('ends a namespace once its controller lets go of it', () => {
    const { metadata, status } = objects.delete(NAMESPACES, { name: 'shop' });
    assert.equal(status?.phase, 'Terminating');
    assert.equal(metadata.deletionTimestamp, '2026-03-01T12:00:00Z');
    assert.notEqual(objects.get(NAMESPACES, { name: 'shop' }), undefined);
  });

  it('keeps the namespaces that every cluster has', () => {
    objects.create(NAMESPACES, { metadata: { name: 'default' } });
    const { code, message } = refusal(() => objects.delete(NAMESPACES, { name: 'default' }));
    assert.deepEqual(
      [code, message],
      [403, 'namespaces "default" is forbidden: this namespace may not be deleted'],
    );
  });
});
