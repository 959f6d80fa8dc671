import assert from 'node:assert/strict';
import { JOBS, PODS, SECRETS } from '../../../../src/sandbox/objects/api-resources.ts';
import {
  type DeckhouseCluster,
  REPOSITORY,
  startDeckhouseCluster,
  TARGET_LOGIN,
} from '../deckhouse-cluster.ts';
import { until } from '../until.ts';

const SECRET = { namespace: 'd8-system', name: 'images-copier-config' };
const JOB = { namespace: 'd8-system', name: 'copy-images' };

async function createCopierSecret({ kube, target }: DeckhouseCluster): Promise<void> {
  const destination = { ...TARGET_LOGIN, insecure: true, image: `${target.host}/moved/d8:v1` };
  await kube.create(SECRETS, {
    metadata: SECRET,
    stringData: { 'dest-repo.json': JSON.stringify(destination) },
  });
}

async function copierPods({ kube }: DeckhouseCluster) {
  return kube.list(PODS, { namespace: 'd8-system', labels: 'app=d8-images-copier' });
}

async function leaderLog({ kube }: DeckhouseCluster): Promise<string> {
  const [leader] = await kube.list(PODS, { namespace: 'd8-system', labels: 'app=deckhouse,leader=true' });
  return leader === undefined ? '' : kube.log(leader.metadata, 'deckhouse');
}

describe('the stand-in of Deckhouse copies images', function () {
  this.timeout(60_000);

  it('when it is given the Secret, and cleans up', async () => {
    await using cluster = await startDeckhouseCluster({ generation: 'copier' });
    const { kube, source, target, tags } = cluster;
    await createCopierSecret(cluster);
    const job = await until('Job', async () => kube.get(JOBS, JOB));
    const secret = await kube.get(SECRETS, SECRET);
    const repo = Buffer.from(secret?.data?.['d8-repo.json'] ?? '', 'base64').toString();
    const image = `${source.host}/${REPOSITORY}:v1.40.0`;
    assert.deepEqual(JSON.parse(repo), { username: 'old', password: 'old-password', insecure: false, image });
    assert.deepEqual(job.metadata.labels, { heritage: 'deckhouse', app: 'd8-images-copier' });
    const log = await until('log of the pod', async () => {
      const [pod] = await copierPods(cluster);
      if (pod === undefined) return undefined;
      const text = await kube.log(pod.metadata, 'image-copier').catch(() => '');
      return text.includes('Finished') && text;
    });
    assert.match(log, /Finished, 0 sync tasks failed, 0 tasks generate failed\n$/);
    await until('no Secret', async () => (await kube.get(SECRETS, SECRET)) === undefined);
    await until('no pod', async () => (await copierPods(cluster)).length === 0);
    await until('no Job', async () => (await kube.get(JOBS, JOB)) === undefined);
    await until('log of Deckhouse', async () =>
      (await leaderLog(cluster)).includes('"msg":"Image copier ran successfully. Cleanup"'),
    );
    assert.deepEqual(target.store.tags('moved/d8'), ['v1', ...tags.slice(1)].toSorted());
  });

  it('keeps what failed, and starts again for another annotation', async () => {
    await using cluster = await startDeckhouseCluster({ generation: 'copier', faults: { failingCopies: 1 } });
    const { kube } = cluster;
    await createCopierSecret(cluster);
    await until('failure', async () => ((await kube.get(JOBS, JOB))?.status?.failed ?? 0) > 0);
    await until('log of Deckhouse', async () =>
      (await leaderLog(cluster)).includes('Image copier was failed.'),
    );
    const { metadata } = await until('Job', async () => kube.get(JOBS, JOB));
    await kube.patch(SECRETS, SECRET, { metadata: { annotations: { retry: '1' } } });
    await until('another Job', async () => {
      const job = await kube.get(JOBS, JOB);
      return job !== undefined && job.metadata.uid !== metadata.uid;
    });
    await until('no Secret', async () => (await kube.get(SECRETS, SECRET)) === undefined);
  });
});
