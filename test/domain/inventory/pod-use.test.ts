import assert from 'node:assert/strict';
import { podUse, reportedBy } from '../../../src/domain/inventory/pod-use.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { replicaSet } from '../../support/builders/workloads.ts';

const DIGEST = digestOf('running');
const running = { repository: 'old.example/app', digest: DIGEST };

describe('podUse', () => {
  const imageIds: readonly [name: string, imageId: string, expected: typeof running | undefined][] = [
    ['containerd and CRI-O', `old.example/app@${DIGEST}`, running],
    ['docker', `docker-pullable://old.example/app@${DIGEST}`, running],
    ['docker, of an image without registry', `docker://${DIGEST}`, undefined],
    ['a runtime that knows only a local id', DIGEST, undefined],
    ['a runtime that tells none', '', undefined],
    ['another algorithm', 'old.example/app@sha512:ab', undefined],
  ];
  for (const [name, imageId, expected] of imageIds) {
    it(`reads the image id of ${name}`, () => {
      const [container] = podUse(pod({ imageIds: { app: imageId } })).containers;
      assert.deepEqual(container?.running, expected);
      assert.equal(container?.noDigest, expected === undefined ? true : undefined);
      assert.equal(
        container?.config,
        imageId.endsWith(DIGEST) && expected === undefined ? DIGEST : undefined,
      );
    });
  }

  it('reads the image id of a container that has ended', () => {
    const use = podUse(pod({ imageIds: { app: `old.example/app@${DIGEST}` }, ended: ['app'] }));
    assert.deepEqual(use.containers[0]?.running, running);
  });

  for (const reason of ['ImagePullBackOff', 'CrashLoopBackOff', 'ContainerCreating']) {
    it(`reads no image id of a container that waits with ${reason}: it may be that of another image before`, () => {
      const imageIds = { app: `old.example/app@${DIGEST}` };
      const use = podUse(pod({ imageIds, waiting: { app: reason } }));
      assert.equal(use.containers[0]?.running, undefined);
    });
  }

  it('matches statuses by list and name, not by order', () => {
    const use = podUse(
      pod({
        initContainers: { wait: 'old.example/wait:1' },
        containers: { app: 'old.example/app:1', log: 'old.example/log:1' },
        ephemeralContainers: { debug: 'old.example/debug:1' },
        imageVolumes: { data: 'old.example/data:1' },
        imageIds: { app: `old.example/app@${DIGEST}`, debug: `old.example/app@${DIGEST}` },
        waiting: { log: 'ImagePullBackOff', wait: 'PodInitializing' },
      }),
    );
    assert.deepEqual(use.containers, [
      { slot: 'initContainer', name: 'wait', image: 'old.example/wait:1', waiting: 'PodInitializing' },
      { slot: 'container', name: 'app', image: 'old.example/app:1', running },
      { slot: 'container', name: 'log', image: 'old.example/log:1', waiting: 'ImagePullBackOff' },
      { slot: 'ephemeralContainer', name: 'debug', image: 'old.example/debug:1', running },
      { slot: 'volume', name: 'data', image: 'old.example/data:1', noDigest: true },
    ]);
  });

  it('knows its controller', () => {
    assert.equal(podUse(pod({ owner: replicaSet() })).controller?.uid, 'ReplicaSet-shop-web');
    assert.equal(podUse(pod()).controller, undefined);
  });

  for (const [phase, finished] of [
    ['Pending', false],
    ['Running', false],
    ['Succeeded', true],
    ['Failed', true],
  ] as const) {
    it(`${finished ? 'has' : 'has not'} finished when ${phase}`, () => {
      assert.equal(podUse(pod({ phase })).finished, finished);
    });
  }

  it('bears a pod that nobody has looked at yet', () => {
    const use = podUse({ ...pod(), status: {} });
    assert.deepEqual(use.containers, [{ slot: 'container', name: 'app', image: 'old.example/shop/web:1' }]);
    assert.equal(use.finished, false);
  });

  it('believes no status that none of the nodes can have reported', () => {
    const imageIds = { app: `old.example/app@${DIGEST}` };
    const runningOn = (nodeName: string | undefined): (typeof running | undefined)[] => {
      const use = podUse(pod({ imageIds, ...(nodeName === undefined ? {} : { nodeName }) }));
      return reportedBy(new Set(['n1']), use).containers.map((container) => container.running);
    };
    assert.deepEqual(
      [runningOn('n1'), runningOn('nowhere'), runningOn(undefined)],
      [[running], [undefined], [undefined]],
    );
  });
});
