import assert from 'node:assert/strict';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';
import { image, outcomes, runSwitch } from './switch-run.ts';

const POINTER = '/spec/template/spec/containers/0/image';

/** Two waves of one Deployment each; somebody gives the first another image while it is watched. */
async function run(another: string): Promise<readonly [Record<string, string>, string | undefined]> {
  const [web, next] = ['web', 'next'].map((name) => deployment({ name, image: image(name), status: READY }));
  assert.ok(web !== undefined && next !== undefined);
  const cluster = new InMemoryCluster([web, next]);
  const settled = deploymentStatus(['new.example/broken:1']);
  cluster.statusOf = settled;
  const work = recordedWork();
  const update = (text: string): void => {
    if (!text.includes('watching') || cluster.writes.length > 1) return;
    const edited = cluster.edit(web, [{ op: 'replace', path: POINTER, value: another }]);
    cluster.put({ ...edited, status: settled(edited) });
  };
  const report = await runSwitch(
    cluster,
    [plannedChange(web), plannedChange(next)],
    { settleSeconds: 0.01, waves: { canary: false, size: 1, namespaces: [] } },
    { ...work, progress: { ...work.progress, update } },
  );
  const after = cluster.read(web);
  return [outcomes(report), imageFields(after)[0]?.image];
}

describe('switchWorkloads: what somebody changes while it is watched', () => {
  it('is left to him, and the next wave goes on', async () => {
    const another = 'new.example/web:2';
    assert.deepEqual(await run(another), [{ web: 'left-alone', next: 'switched' }, another]);
  });

  it('stops the spread where it does not become healthy, and is left as it is', async () => {
    const another = 'new.example/broken:1';
    assert.deepEqual(await run(another), [{ web: 'failed', next: 'not-started' }, another]);
  });
});
