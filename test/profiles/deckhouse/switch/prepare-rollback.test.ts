import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../src/domain/kubernetes/object.ts';
import { DECKHOUSE_SWITCHER } from '../../../../src/profiles/deckhouse/switch/deckhouse-switcher.ts';
import { digestOf } from '../../../support/builders/pod.ts';
import { secret } from '../../../support/builders/secrets.ts';
import { recordedWork } from '../../../support/recorded-work.ts';
import {
  AT_SOURCE,
  AT_TARGET,
  DECKHOUSE,
  estate,
  imagesOf,
  keysOf,
  NEW,
  NEW_IMAGES,
  notReadyWith,
  OLD,
  OLD_IMAGES,
  PROXY,
  refusal,
  rolledBack,
  switched,
  TARGET,
} from './estate.ts';

describe('the way back from a switch of Deckhouse', () => {
  it('rolls both back byte for byte', async () => {
    const cluster = estate();
    const before = keysOf(cluster);
    await switched(cluster);
    assert.equal((await rolledBack(cluster)).state, 'rolled-back');
    assert.deepEqual(keysOf(cluster), before);
    assert.deepEqual(imagesOf(cluster), OLD_IMAGES);
    assert.match(await refusal(rolledBack(cluster)), /there is nothing to roll back/);
  });

  it('goes back by itself where Deckhouse does not become ready', async () => {
    const cluster = estate();
    const before = keysOf(cluster);
    cluster.statusOf = notReadyWith(cluster, OLD_IMAGES);
    const report = await switched(cluster);
    assert.equal(report.state, 'rolled-back');
    assert.match(report.reason, /^not ready after 0s/);
    assert.deepEqual(keysOf(cluster), before);
    assert.deepEqual(imagesOf(cluster), OLD_IMAGES);
  });

  it('moves on from there, and goes back to where it was last', async () => {
    const cluster = estate();
    await switched(cluster);
    const between = keysOf(cluster);
    const third = { ...TARGET, place: { host: 'third.example', path: 'dkp' } };
    const shelf = Object.fromEntries(
      Object.entries(AT_TARGET).map(([name, digest]) => [name.replace(NEW, 'third.example/dkp'), digest]),
    );
    const report = await switched(cluster, { ...AT_TARGET, ...shelf }, third);
    assert.equal(report.state, 'switched', report.reason);
    assert.deepEqual(imagesOf(cluster), ['third.example/dkp:v1', `third.example/dkp@${PROXY}`]);
    await rolledBack(cluster, AT_TARGET);
    assert.deepEqual(imagesOf(cluster), NEW_IMAGES);
    assert.deepEqual(keysOf(cluster), between);
  });

  it('rolls back what runs by now, where the old registry has it, and nothing where it has not', async () => {
    const path = '/spec/template/spec/containers/0/image';
    const update = { op: 'replace', path, value: `${NEW}:v2` } as const;
    const cluster = estate();
    await switched(cluster);
    cluster.edit(DECKHOUSE, [update]);
    const { length } = cluster.writes;
    assert.match(await refusal(rolledBack(cluster)), /old\.example:5000\/dkp:v2 is missing/);
    assert.equal(cluster.writes.length, length);
    const shelf = { ...AT_SOURCE, [`${OLD}:v2`]: digestOf('v2'), [`${NEW}:v2`]: digestOf('v2') };
    assert.equal((await rolledBack(cluster, shelf)).state, 'rolled-back');
    assert.deepEqual(imagesOf(cluster), [`${OLD}:v2`, `${OLD}@${PROXY}`]);
  });

  it('goes back by what it knows, whatever somebody has written into the backup', async () => {
    const cluster = estate();
    const before = keysOf(cluster);
    const name = { namespace: 'd8-system', name: 'deckhouse-registry-before-registry-switch' };
    const content = {
      keys: [{ key: 'address', value: 'ZXZpbC5leGFtcGxl' }],
      to: { host: 'x', path: 'y' },
      digests: [],
    };
    const labels = { 'registry-switch.io/platform': 'deckhouse' };
    cluster.put(secret({ ...name, labels }, { 'before.json': JSON.stringify(content) }));
    cluster.statusOf = notReadyWith(cluster, OLD_IMAGES);
    const report = await switched(cluster);
    assert.equal(report.state, 'rolled-back', report.reason);
    assert.deepEqual(keysOf(cluster), before);
    assert.deepEqual(imagesOf(cluster), OLD_IMAGES);
  });

  it('looks whether the old images stay after a rollback too', async () => {
    const cluster = estate();
    await switched(cluster);
    let renders = 0;
    cluster.admit = (object) => {
      const text = JSON.stringify(object);
      if (object.kind !== 'Deployment' || !text.includes(OLD) || (renders += 1) > 1) return object;
      return JSON.parse(text.replaceAll(OLD, NEW)) as KubernetesObject;
    };
    assert.equal((await rolledBack(cluster)).state, 'rolled-back');
    assert.deepEqual(imagesOf(cluster), OLD_IMAGES);
  });

  it('keeps no login of the old registry once the way back is given up', async () => {
    const cluster = estate();
    await switched(cluster);
    const prepared = await DECKHOUSE_SWITCHER.prepareFinish(cluster, recordedWork());
    assert.equal((await prepared.run(cluster, { timeoutSeconds: 0 }, recordedWork())).state, 'finished');
    assert.match(await refusal(rolledBack(cluster)), /there is nothing to roll back/);
  });

  for (const [what, damage] of [
    ['is damaged', { 'before.json': 'eyJ4IjoxfQ==' }],
    ['is empty', {}],
  ] as const) {
    it(`stops at a backup that ${what}`, async () => {
      const cluster = estate();
      await switched(cluster);
      const name = { namespace: 'd8-system', name: 'deckhouse-registry-before-registry-switch' };
      const backup = secret(name, {});
      cluster.edit(backup, [{ op: 'add', path: '/data', value: damage }]);
      assert.match(await refusal(rolledBack(cluster)), /cannot be read: the way back is not known/);
    });
  }
});
