import assert from 'node:assert/strict';
import {
  CONFIG_MAPS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  NAMESPACES,
  PODS,
  SECRETS,
  SERVICES,
} from '../../../src/sandbox/objects/api-resources.ts';
import type { ObjectEvent } from '../../../src/sandbox/objects/objects.ts';
import { forbidden } from '../../../src/sandbox/objects/refusals.ts';
import {
  jobDraft,
  merging,
  NAMESPACE,
  named,
  NOW,
  podDraft,
  refusal,
  someObjects,
  workloadDraft,
} from './some-objects.ts';

describe('KeptObjects', () => {
  describe('create', () => {
    it('gives what only the server sets, whatever the draft says', () => {
      const draft = workloadDraft('web');
      const metadata = { ...draft.metadata, uid: 'mine', generation: 7 };
      const status = { replicas: 3 };
      const made = someObjects().create(DEPLOYMENTS, { ...draft, metadata, status });
      assert.match(made.metadata.uid, /^[0-9a-f-]{36}$/);
      assert.equal(made.metadata.resourceVersion, '2');
      assert.equal(made.metadata.creationTimestamp, NOW);
      assert.equal(made.metadata.generation, 1);
      assert.deepEqual(made.status, {});
    });

    it('refuses a version, as only stored objects have one', () => {
      const metadata = { ...named('settings'), resourceVersion: '99' };
      const { code, reason } = refusal(() => someObjects().create(CONFIG_MAPS, { metadata }));
      assert.deepEqual([code, reason], [500, '']);
    });

    it('gives no version in a dry run', () => {
      const made = someObjects().create(CONFIG_MAPS, { metadata: named('settings') }, { dryRun: true });
      assert.equal('resourceVersion' in made.metadata, false);
    });

    it('counts the templates of a DaemonSet in an annotation', () => {
      const objects = someObjects();
      const key = 'deprecated.daemonset.template.generation';
      const made = objects.create(DAEMON_SETS, workloadDraft('agent'));
      assert.equal(made.metadata.annotations?.[key], '1');
      const labelled = merging({ metadata: { labels: { a: 'b' } } });
      assert.equal(objects.update(DAEMON_SETS, named('agent'), labelled).metadata.annotations?.[key], '1');
      const waiting = merging({ spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } });
      assert.equal(objects.update(DAEMON_SETS, named('agent'), waiting).metadata.annotations?.[key], '2');
    });

    it('makes up a name', () => {
      const made = someObjects().create(PODS, {
        ...podDraft(''),
        metadata: { namespace: NAMESPACE, generateName: 'web-' },
      });
      assert.match(made.metadata.name, /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    });

    it('counts no generations of kinds that have no spec', () => {
      const made = someObjects().create(CONFIG_MAPS, { metadata: named('settings') });
      assert.equal(made.metadata.generation, undefined);
    });

    it('refuses a name that is taken', () => {
      const objects = someObjects();
      objects.create(DEPLOYMENTS, workloadDraft('web'));
      const { code, reason, message, details } = refusal(() =>
        objects.create(DEPLOYMENTS, workloadDraft('web')),
      );
      assert.deepEqual([code, reason], [409, 'AlreadyExists']);
      assert.equal(message, 'deployments.apps "web" already exists');
      assert.deepEqual(details, { name: 'web', group: 'apps', kind: 'deployments' });
    });

    it('stores nothing in a dry run, but checks', () => {
      const objects = someObjects();
      const made = objects.create(DEPLOYMENTS, workloadDraft('web'), { dryRun: true });
      assert.equal(made.spec?.replicas, 1);
      assert.equal(objects.get(DEPLOYMENTS, named('web')), undefined);
      assert.equal(
        refusal(() => objects.create(DEPLOYMENTS, { metadata: named('x') }, { dryRun: true })).code,
        422,
      );
    });

    it('starts a pod as pending, with the class that its resources make', () => {
      const resources = { limits: { cpu: '1', memory: '1Gi' } };
      const containers = [{ name: 'app', image: 'app', resources }];
      const made = someObjects().create(PODS, podDraft('web', { containers }));
      assert.deepEqual(made.status, { phase: 'Pending', qosClass: 'Guaranteed' });
    });

    it('gives a Job a selector of its own and labels to its pods', () => {
      const { metadata, spec } = someObjects().create(JOBS, jobDraft('copy'));
      const uid = metadata.uid;
      assert.deepEqual(spec?.selector?.matchLabels, { 'batch.kubernetes.io/controller-uid': uid });
      assert.deepEqual(spec.template.metadata?.labels, {
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': 'copy',
        'controller-uid': uid,
        'job-name': 'copy',
      });
    });

    it('gives each Service an address, and none to those without a selector address', () => {
      const objects = someObjects();
      const spec = { ports: [{ port: 80 }] };
      const [first, second] = ['a', 'b'].map((name) =>
        objects.create(SERVICES, { metadata: named(name), spec }),
      );
      const headless = objects.create(SERVICES, {
        metadata: named('c'),
        spec: { ...spec, clusterIP: 'None' },
      });
      assert.equal(first?.spec?.clusterIP, '10.96.0.1');
      assert.equal(second?.spec?.clusterIP, '10.96.0.2');
      assert.deepEqual(headless.spec?.clusterIPs, ['None']);
    });

    it('labels namespaces with their name and holds them by a finalizer', () => {
      const { metadata, spec, status } = someObjects().create(NAMESPACES, { metadata: { name: 'new' } });
      assert.deepEqual(metadata.labels, { 'kubernetes.io/metadata.name': 'new' });
      assert.deepEqual([spec, status], [{ finalizers: ['kubernetes'] }, { phase: 'Active' }]);
    });
  });

  describe('update', () => {
    it('counts the generations of the spec alone', () => {
      const objects = someObjects();
      objects.create(DEPLOYMENTS, workloadDraft('web'));
      const labelled = objects.update(DEPLOYMENTS, named('web'), (current) => ({
        ...current,
        metadata: { ...current.metadata, labels: { a: 'b' } },
      }));
      assert.equal(labelled.metadata.generation, 1);
      const scaled = objects.update(DEPLOYMENTS, named('web'), merging({ spec: { replicas: 5 } }));
      assert.equal(scaled.metadata.generation, 2);
    });

    it('leaves the status alone, and updateStatus leaves alone all else', () => {
      const objects = someObjects();
      objects.create(DEPLOYMENTS, workloadDraft('web'));
      const change = (current: object) => ({
        ...current,
        metadata: named('web'),
        spec: { ...(workloadDraft('web').spec as object), replicas: 3 },
        status: { replicas: 3 },
      });
      assert.deepEqual(objects.update(DEPLOYMENTS, named('web'), change).status, {});
      objects.update(DEPLOYMENTS, named('web'), merging({ spec: { replicas: 9 } }));
      const { spec, status } = objects.updateStatus(DEPLOYMENTS, named('web'), change);
      assert.equal(spec?.replicas, 9);
      assert.deepEqual(status, { replicas: 3 });
    });

    it('makes no event when nothing changes', () => {
      const objects = someObjects();
      const before = objects.create(DEPLOYMENTS, workloadDraft('web'));
      const events: ObjectEvent[] = [];
      objects.subscribe((event) => events.push(event));
      const after = objects.update(DEPLOYMENTS, named('web'), (current) => ({ ...current }));
      assert.deepEqual([after, events], [before, []]);
    });

    it('keeps what only the server sets', () => {
      const objects = someObjects();
      const before = objects.create(DEPLOYMENTS, workloadDraft('web'));
      const { metadata } = objects.update(DEPLOYMENTS, named('web'), () => ({
        ...workloadDraft('web', { replicas: 2 }),
      }));
      assert.equal(metadata.uid, before.metadata.uid);
      assert.equal(metadata.creationTimestamp, before.metadata.creationTimestamp);
    });

    it('refuses a change to another version', () => {
      const objects = someObjects();
      objects.create(DEPLOYMENTS, workloadDraft('web'));
      const { code, reason, message } = refusal(() =>
        objects.update(DEPLOYMENTS, named('web'), (current) => ({
          ...current,
          metadata: { ...current.metadata, resourceVersion: '1' },
        })),
      );
      assert.deepEqual([code, reason], [409, 'Conflict']);
      assert.equal(
        message,
        'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
      );
    });

    it('refuses a change to another object of that name', () => {
      const objects = someObjects();
      objects.create(SECRETS, { metadata: named('login') });
      const other = { metadata: { ...named('login'), uid: 'other' } };
      assert.equal(refusal(() => objects.update(SECRETS, named('login'), () => other)).code, 409);
    });

    it('refuses what is not there', () => {
      const { code, message } = refusal(() => someObjects().update(PODS, named('x'), (pod) => pod));
      assert.deepEqual([code, message], [404, 'pods "x" not found']);
    });
  });

  it('asks the checks that were added, and no more once they are taken away', () => {
    const objects = someObjects();
    const stop = objects.addCheck(({ operation, resource, object }) => {
      if (operation === 'UPDATE') throw forbidden(resource, object.metadata.name, 'denied the request');
    });
    objects.create(CONFIG_MAPS, { metadata: named('settings') });
    const change = () =>
      objects.update(CONFIG_MAPS, named('settings'), (current) => ({ ...current, data: { a: 'b' } }));
    assert.equal(refusal(change).message, 'configmaps "settings" is forbidden: denied the request');
    stop();
    assert.deepEqual(change().data, { a: 'b' });
  });
});
