/** Pods of docker-like runtimes, which report the configuration of what they run. */
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/domain/image/reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { replicaSet } from '../../support/builders/workloads.ts';
import type { Shelf } from '../../support/fake-registries.ts';
import { prepare } from './planning.ts';

const INDEX = digestOf('index');
const [AMD64, ARM64] = [digestOf('amd64'), digestOf('arm64')];
const CONFIG = digestOf('config');

const single = { digest: INDEX, manifests: [part('amd64', INDEX, CONFIG)] };
const index = { digest: INDEX, manifests: [part('amd64', AMD64), part('arm64', ARM64)] };

function part(architecture: string, digest: Digest, config?: Digest) {
  return { platform: { os: 'linux', architecture }, digest, ...(config === undefined ? {} : { config }) };
}

describe('a pod that reports the digest of a configuration', () => {
  const shelves: Readonly<Record<string, Shelf>> = {
    'a single image': { 'old.example/a:1': single, [`old.example/a:1@${INDEX}`]: single },
    'an index': {
      'old.example/a:1': index,
      [`old.example/a:1@${INDEX}`]: index,
      [`old.example/a:1@${AMD64}`]: { digest: AMD64, manifests: [part('amd64', AMD64, CONFIG)] },
      [`old.example/a:1@${ARM64}`]: { digest: ARM64, manifests: [part('arm64', ARM64, digestOf('other'))] },
    },
  };
  for (const [name, shelf] of Object.entries(shelves)) {
    for (const scheme of ['docker://', '']) {
      it(`runs what the tag says where that is ${name} with it (imageID ${scheme}sha256:...)`, async () => {
        const plan = await planOf(`${scheme}${CONFIG}`, shelf);
        assert.equal(plan.copies[0]?.digest, INDEX);
        assert.deepEqual(plan.changes[0]?.images[0]?.running, [INDEX]);
        assert.deepEqual(plan.leftAlone, []);
        assert.doesNotMatch(plan.warnings.join(), /is unknown/);
      });
    }

    it(`runs something that is not known where the tag is ${name} with another one`, async () => {
      const plan = await planOf(`docker://${digestOf('older')}`, shelf);
      assert.deepEqual(plan.changes, []);
      assert.match(plan.leftAlone[0]?.reason ?? '', /is unknown, which --drift refuse does not allow/);
    });
  }

  async function planOf(imageId: string, shelf: Shelf): Promise<Plan> {
    const { plan } = await prepare(web(imageId), { request: { drift: 'refuse' }, shelf });
    return plan;
  }
});

function web(imageId: string): KubernetesObject[] {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', uid: 'n1' } };
  const image = 'old.example/a:1';
  const owner = replicaSet({ name: 'web', image });
  const ran = pod({ name: 'web-a', image, owner, nodeName: 'n1', imageIds: { app: imageId } });
  return [node, owner, ran];
}
