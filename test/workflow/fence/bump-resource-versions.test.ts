import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { DEPLOYMENTS, PODS, SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { parseCustomImages } from '../../../src/domain/inventory/custom-images.ts';
import { bumpResourceVersions } from '../../../src/workflow/fence/bump-resource-versions.ts';
import { stranger } from '../../support/builders/custom-resource.ts';
import { pod } from '../../support/builders/pod.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment, replicaSet, statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const OURS = { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' };
const { signal } = new AbortController();

async function touch(cluster: InMemoryCluster): Promise<void> {
  await bumpResourceVersions(cluster, { namespace: 'shop', customImages: parseCustomImages([]) }, signal);
}

/** Whether its version has changed, and nothing else. */
async function isTouched(...objects: readonly KubernetesObject[]): Promise<boolean[]> {
  const cluster = new InMemoryCluster(objects);
  const before = objects.map((object) => cluster.read(object));
  await touch(cluster);
  return before.map((object) => {
    const after = cluster.read(object);
    const { resourceVersion, annotations = {}, ...metadata } = after.metadata;
    const { resourceVersion: old, annotations: kept = {}, ...others } = object.metadata;
    assert.deepEqual({ ...after, metadata, annotations }, { ...object, metadata: others, annotations: kept });
    return resourceVersion !== old;
  });
}

describe('touchObjects', () => {
  it('changes the version of workloads, with and without annotations', async () => {
    const touched = await isTouched(
      deployment({ name: 'web' }),
      deployment({ name: 'cart', annotations: { team: 'shop' } }),
      statefulSet({ name: 'db' }),
      replicaSet({ name: 'alone' }),
    );
    assert.deepEqual(touched, [true, true, true, true]);
  });

  it('changes that of everything that a finish takes something from', async () => {
    const web = deployment({ name: 'web' });
    const annotations = { 'registry-switch.io/changes': '{}' };
    const touched = await isTouched(
      web,
      pullSecret({ name: 'login' }, { 'old.example': 'me:0ld' }),
      secret({ name: 'legacy', type: 'kubernetes.io/dockercfg' }, {}),
      replicaSet({ name: 'web-1', owner: web, annotations }),
      replicaSet({ name: 'web-2', owner: web }),
    );
    assert.deepEqual(touched, [true, true, true, true, false]);
  });

  it('passes over a backup of what can be no name', async () => {
    const annotations = { 'registry-switch.io/backup-of': '..' };
    assert.deepEqual(await isTouched(secret({ name: 'odd', labels: OURS, annotations }, {})), [true]);
  });

  it('changes that of our Secrets and of those that got a login, not of others', async () => {
    const backup = { 'registry-switch.io/backup-of': 'own' };
    const touched = await isTouched(
      pullSecret({ name: 'target', labels: OURS }, {}),
      secret({ name: 'own-before-registry-switch', labels: OURS, annotations: backup }, {}),
      pullSecret({ name: 'own' }, {}),
      secret({ name: 'password' }, {}),
    );
    assert.deepEqual(touched, [true, true, true, false]);
  });

  it('changes that of pods that may be about to be restarted', async () => {
    const web = deployment({ name: 'web' });
    const keeper = replicaSet({ name: 'keeper' });
    const [, , ready, stuck, kept, bare] = await isTouched(
      web,
      keeper,
      pod({ name: 'ready', owner: statefulSet({ name: 'db' }) }),
      pod({ name: 'stuck', owner: statefulSet({ name: 'db' }), waiting: { app: 'ImagePullBackOff' } }),
      pod({ name: 'kept', owner: keeper }),
      pod({ name: 'bare' }),
    );
    assert.deepEqual({ ready, stuck, kept, bare }, { ready: false, stuck: true, kept: true, bare: true });
  });

  it('changes that of Deployments of an operator, and not that of ready pods of those that were switched', async () => {
    const web = deployment({ name: 'web', owner: stranger() });
    const annotations = { 'registry-switch.io/changes': '{}' };
    const current = replicaSet({ name: 'web-1', owner: web, annotations });
    assert.deepEqual(await isTouched(web, current, pod({ name: 'web-1-a', owner: current })), [
      true,
      true,
      false,
    ]);
  });

  it('touches again what somebody changes at the same time', async () => {
    const web = deployment({ name: 'web' });
    const cluster = new InMemoryCluster([web]);
    let times = 3;
    cluster.beforePatch = () => {
      if (times-- > 0)
        cluster.edit(web, [{ op: 'add', path: '/metadata/labels', value: { times: String(times) } }]);
    };
    await touch(cluster);
    assert.equal(cluster.read(web).metadata.annotations?.['registry-switch.io/taken-over'], undefined);
    assert.equal(cluster.writes.length, 5);
  });

  it('removes a mark that was left by one who was killed', async () => {
    const web = deployment({ name: 'web', annotations: { 'registry-switch.io/taken-over': 'true' } });
    const cluster = new InMemoryCluster([web]);
    await touch(cluster);
    assert.deepEqual(cluster.read(web).metadata.annotations, {});
  });

  it('passes over what may not be seen or changed', async () => {
    const cluster = new InMemoryCluster([
      deployment({ name: 'web' }),
      pullSecret({ name: 'target', labels: OURS }, {}),
    ]);
    cluster.refuse('patch', DEPLOYMENTS, 'forbidden');
    cluster.refuse('list', PODS, 'forbidden');
    cluster.refuse('list', SECRETS, 'forbidden');
    await touch(cluster);
  });
});
