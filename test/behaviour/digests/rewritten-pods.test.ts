/** Somebody who rewrites the images of pods when they are created, as admission webhooks do. */
import assert from 'node:assert/strict';
import type { V1Pod } from '@kubernetes/client-node';
import { replicaSet } from '../builders/replica-set.ts';
import { type Plain, PODS } from '../harness/kinds.ts';
import { nameOf, objectPath } from '../harness/kube-api.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { watchObjects } from '../harness/watch-objects.ts';

const REPLICAS = 2;

describe('pods that are made to say something else than their template', () => {
  let site: Site;
  let namespace: string;
  let app: SourceImage;

  before(async () => {
    site = await openSite('rewritten');
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    app = await site.push({ repository: 'app', tag: '1' });
  });

  after(async () => site[Symbol.asyncDispose]());

  it('are replaced once each where their ReplicaSet never does it', async () => {
    await using watch = await watchObjects(site.api, { kind: PODS, namespace }, ({ type, object }) => {
      if (type === 'ADDED') void pin(object);
    });
    const place = { namespace, pullSecrets: ['login'], containers: { app: app.reference } };
    await site.start(replicaSet({ ...place, name: 'app', replicas: REPLICAS }));
    assertExit(await migrate(site, ['--timeout', '60s']), EXIT.done);
    const uids = new Set(watch.events.map(({ object }) => object.metadata?.uid));
    assert.equal(uids.size, 2 * REPLICAS, 'pods in all');
  });

  /** As a webhook that pins images does; nothing is lost where the pod is gone. */
  async function pin(pod: Plain<V1Pod>): Promise<void> {
    const { name } = nameOf(pod);
    const image = pod.spec?.containers[0]?.image ?? '';
    const value = `${image}@${app.digest}`;
    await site.api.request(objectPath(PODS, { namespace, name }), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path: '/spec/containers/0/image', value }]),
    });
  }
});
