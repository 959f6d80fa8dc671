/** The main promise: a whole estate is moved, proven, left alone the second time, and put back. */
import assert from 'node:assert/strict';
import { manifestDigest } from '../support/push-image.ts';
import { type Estate, estateFlags } from './estate/estate.ts';
import { imagesToCopy, podsAfterMove } from './estate/expectations.ts';
import { seedEstate } from './estate/seed-estate.ts';
import { copyPodsSeen } from './harness/copy-pods.ts';
import {
  CRON_JOBS,
  DEPLOYMENTS,
  JOBS,
  NAMESPACES,
  PODS,
  SECRETS,
  type ApiObject,
  type Kind,
} from './harness/kinds.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { migrate, rollback, verify } from './harness/product.ts';
import { pinnedCopier } from './harness/pinned-copier.ts';
import { watchReadiness } from './harness/readiness-watch.ts';
import { runningImages } from './harness/running-images.ts';
import { everythingWritten, workloadSpecs, type Snapshot } from './harness/snapshot.ts';
import { imagesNamedIn } from './harness/images-named-in.ts';
import { openSite, type Site } from './harness/site.ts';
import { watchObjects } from './harness/watch-objects.ts';

describe('the whole move of an estate', () => {
  let site: Site;
  let estate: Estate;
  let asItWas: Snapshot;
  let loginAsItWas: unknown;

  const flags = () => estateFlags(estate);
  const consoleLogin = async () => {
    const secret = await site.api.get(SECRETS, {
      namespace: estate.namespaces.legacy,
      name: 'console-login',
    });
    return secret?.data;
  };

  before(async () => {
    site = await openSite('move');
    estate = await seedEstate(site);
    asItWas = await workloadSpecs(site, [estate.gadgets]);
    loginAsItWas = await consoleLogin();
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is needed: verify exits 3', async () => {
    assertExit(await verify(site, ['--image-path', estate.imagePath]), EXIT.oldReferences);
  });

  it('ends with 0; regsync copied in pods of the cluster; no Deployment had a pod less', async () => {
    await using readiness = await watchReadiness(site, Object.values(estate.namespaces));
    await using copying = await watchObjects(site.api, { kind: PODS, namespace: site.copyNamespace });
    assertExit(await migrate(site, flags()), EXIT.done);
    readiness.assertNothingWentDown();
    const pods = copyPodsSeen(copying.events);
    assert.ok(pods.length > 0, 'pods were seen in the copy namespace');
    const image = await pinnedCopier(site.cluster);
    for (const pod of pods) {
      assert.deepEqual(pod, { image, verb: 'once', exitCode: 0 });
    }
  });

  it('left every image at the target with the digest that it has at the source', async () => {
    for (const { repository, reference, digest } of imagesToCopy(estate)) {
      const tag = reference.slice(reference.lastIndexOf(':') + 1);
      const found = await manifestDigest(site.cluster.target, repository, tag);
      assert.equal(found, digest, `${repository}:${tag} at the target`);
    }
  });

  it('left every pod running from the target what the source had, the stuck ones too', async () => {
    for (const { namespace, app, pods, images } of podsAfterMove(estate, site.cluster.nodes.length)) {
      const running = await runningImages(site.api, namespace, app);
      const seen = running.map(({ container, image, digest, ready }) => ({
        container,
        image,
        digest,
        ready,
      }));
      const wanted = Object.entries(images).map(([container, name]) => {
        const { atTarget, digest } = estate.images[name];
        const image = name === 'pinned' ? `${atTarget}@${digest}` : atTarget;
        return { container, image, digest, ready: true };
      });
      assert.deepEqual(
        seen,
        Array.from({ length: pods }, () => wanted).flat(),
        `pods of ${namespace}/${app}`,
      );
    }
  });

  it('switched also what runs no pod: CronJobs, image volumes, custom resources', async () => {
    const { api } = site;
    const { images, namespaces } = estate;
    const report = await api.get(CRON_JOBS, { namespace: namespaces.shop, name: 'report' });
    const archive = await api.get(DEPLOYMENTS, { namespace: namespaces.ops, name: 'archive' });
    const gadget = await api.get(estate.gadgets, { namespace: namespaces.ops, name: 'gizmo' });
    const named = [report, archive, gadget].flatMap((object) => imagesNamedIn(object?.spec));
    const wanted = [images.report, images.archive, images.gadget, images.models, images.gadget];
    assert.deepEqual(named.toSorted(), wanted.map(({ atTarget }) => atTarget).toSorted());
  });

  it('did not touch what comes from another registry', async () => {
    const { image, ...name } = estate.untouched;
    const portal = await site.api.get(DEPLOYMENTS, name);
    assert.deepEqual(imagesNamedIn(portal?.spec), [image]);
    assert.equal(portal?.metadata?.generation, 1);
    assert.doesNotMatch(JSON.stringify(portal), /registry-switch/);
  });

  it('left no Job, pod or Secret of the copy behind', async () => {
    const { api, copyNamespace } = site;
    const kinds: readonly Kind<ApiObject>[] = [SECRETS, JOBS, PODS];
    const lists = await Promise.all(kinds.map(async (kind) => api.list(kind, copyNamespace)));
    const left = lists.flat().filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
    assert.deepEqual(
      left.map(({ metadata }) => metadata?.name),
      [],
    );
  });

  it('made the copy namespace one that enforces Pod Security restricted', async () => {
    const made = await site.api.get(NAMESPACES, { name: site.copyNamespace });
    assert.equal(made?.metadata?.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
  });

  it('is proven: verify exits 0', async () => {
    assertExit(await verify(site, ['--image-path', estate.imagePath]), EXIT.done);
  });

  it('changes nothing the second time, and says so', async () => {
    const moved = await everythingWritten(site, [estate.gadgets]);
    const pods = await idsOfStayingPods();
    const outcome = await migrate(site, flags());
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', 'nothing to do');
    assert.deepEqual(await everythingWritten(site, [estate.gadgets]), moved);
    assert.deepEqual(await idsOfStayingPods(), pods);
  });

  it('is put back by rollback byte for byte, and verify exits 3 again', async () => {
    const outcome = await rollback(site, ['--timeout', '10s']);
    // Two workloads were unhealthy before the move, and are again.
    assertExit(outcome, EXIT.partly);
    assert.deepEqual(await workloadSpecs(site, [estate.gadgets]), asItWas);
    assert.deepEqual(await consoleLogin(), loginAsItWas);
    assert.doesNotMatch(JSON.stringify(await everythingWritten(site)), /registry-switch\.io\/changes/);
    assertExit(await verify(site, ['--image-path', estate.imagePath]), EXIT.oldReferences);
  });

  async function idsOfStayingPods(): Promise<(string | undefined)[]> {
    const { shop, data, ops, legacy } = estate.namespaces;
    const lists = [shop, data, ops, legacy].map(async (namespace) => site.api.list(PODS, namespace));
    // A pod of before the switch may still be on its way out.
    const staying = (await Promise.all(lists))
      .flat()
      .filter((pod) => pod.metadata?.deletionTimestamp === undefined);
    return staying.map(({ metadata }) => metadata?.uid);
  }
});
