import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { KubernetesObject } from '../../../../src/domain/kubernetes/object.ts';
import { JOBS, SECRETS } from '../../../../src/domain/kubernetes/resource.ts';
import { type CopierEnd, followCopier } from '../../../../src/profiles/deckhouse/copier/follow-copier.ts';
import { anObject } from '../../../support/builders/object.ts';
import { pod } from '../../../support/builders/pod.ts';
import { secret } from '../../../support/builders/secrets.ts';
import { InMemoryCluster } from '../../../support/in-memory-cluster.ts';
import { recordedWork } from '../../../support/recorded-work.ts';

const SECRET = { namespace: 'd8-system', name: 'images-copier-config' };
const JOB = { namespace: 'd8-system', name: 'copy-images' };
const ASKED = secret(SECRET, { 'dest-repo.json': '{}' });
const ANSWERED = secret(SECRET, { 'dest-repo.json': '{}', 'd8-images.json': '{"a":{"b":"t1"}}' });
const DONE = 'Finished, 0 sync tasks failed, 0 tasks generate failed';

function job(status: object, uid = 'job-1'): KubernetesObject {
  const made = anObject(JOBS, JOB, { status });
  return { ...made, metadata: { ...made.metadata, uid } };
}

function copierPod(waiting?: string): KubernetesObject {
  return pod({
    namespace: 'd8-system',
    name: 'copy-images-x',
    labels: { 'job-name': 'copy-images' },
    containers: { 'image-copier': 'old.example/dkp:copier' },
    ...(waiting === undefined ? {} : { waiting: { 'image-copier': waiting } }),
  });
}

interface Scene {
  readonly silenceMilliseconds?: number;
  readonly formerJob?: string;
  readonly log?: readonly string[];
}

/** Plays a copier, one act after the other. */
async function follow(
  acts: readonly ((cluster: InMemoryCluster) => unknown)[],
  { silenceMilliseconds = 10_000, formerJob, log = [] }: Scene = {},
): Promise<{ readonly end: CopierEnd; readonly updates: readonly string[] }> {
  const cluster = new InMemoryCluster([ASKED]);
  cluster.logLines.set('copy-images-x', log);
  const work = recordedWork();
  const options = { silenceMilliseconds, formerJob, secrets: ['pa$$'] };
  const end = followCopier(cluster, options, work);
  for (const act of acts) {
    await pause(5);
    await act(cluster);
  }
  return { end: await end, updates: work.updates };
}

const answer = (cluster: InMemoryCluster) => cluster.put(ANSWERED);
const start = (cluster: InMemoryCluster) => cluster.put(job({ active: 1 }));
const run = (cluster: InMemoryCluster) => cluster.put(copierPod());
const succeed = (cluster: InMemoryCluster) => cluster.put(job({ succeeded: 1 }));
const fail = (cluster: InMemoryCluster) => cluster.put(job({ failed: 1 }));
const removeSecret = async (cluster: InMemoryCluster) => cluster.delete(SECRETS, SECRET);
const removeJob = async (cluster: InMemoryCluster) => cluster.delete(JOBS, JOB);

describe('followCopier', () => {
  it('is done when the Job has succeeded and Secret and Job are gone', async () => {
    const { end } = await follow([answer, start, run, succeed, removeSecret, removeJob]);
    assert.deepEqual(end, { type: 'copied' });
  });

  it("takes the copier's own last line for a success that the Job had no time to tell", async () => {
    const log = ['copying', DONE];
    const { end, updates } = await follow([answer, start, run, removeSecret, removeJob], { log });
    assert.equal(end.type, 'copied');
    assert.deepEqual(updates, log);
  });

  it('has failed with the last lines of the log when the Job has', async () => {
    const { end } = await follow([answer, start, run, fail], { log: ['x', 'denied for pa$$word'] });
    assert.deepEqual(end, {
      type: 'failed',
      reason: 'Job d8-system/copy-images failed',
      logTail: ['x', 'denied for ***word'],
    });
  });

  it('takes a Secret that is gone without success for the deed of somebody', async () => {
    const { end } = await follow([answer, start, removeSecret, removeJob]);
    assert.match(end.type === 'failed' ? end.reason : end.type, /^somebody deleted Secret d8-system\/images/);
  });

  it('does not take a Job that is made anew for the end', async () => {
    const again = (cluster: InMemoryCluster) => cluster.put(job({ active: 1 }, 'job-2'));
    const done = (cluster: InMemoryCluster) => cluster.put(job({ succeeded: 1 }, 'job-2'));
    const begin = [answer, fail, removeJob, again, done, removeSecret, removeJob];
    const { end } = await follow(begin, { formerJob: 'job-1' });
    assert.equal(end.type, 'copied');
  });

  it('knows when nothing reacts to the Secret', async () => {
    const { end } = await follow([], { silenceMilliseconds: 50 });
    assert.deepEqual(end, { type: 'silent' });
  });

  it('gives up a pod that can never start', async () => {
    const stuck = (cluster: InMemoryCluster) => cluster.put(copierPod('InvalidImageName'));
    const { end } = await follow([answer, start, stuck]);
    assert.match(
      end.type === 'failed' ? end.reason : end.type,
      /^pod d8-system\/copy-images-x cannot start: InvalidImageName/,
    );
  });
});
