import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { digestOf } from '../../../support/builders/pod.ts';
import { deployment } from '../../../support/builders/workloads.ts';
import type { Shelf } from '../../../support/fake-registries.ts';
import { InMemoryCluster } from '../../../support/in-memory-cluster.ts';
import {
  AT_TARGET,
  DECKHOUSE,
  estate,
  GRAFANA,
  imagesOf,
  keysOf,
  NEW,
  NEW_IMAGES,
  OLD,
  OLD_IMAGES,
  POD,
  PROXY,
  refusal,
  REGISTRY,
  rolledBack,
  switched,
  TARGET,
} from './estate.ts';

describe('switching Deckhouse by hand', () => {
  it('keeps the way back, then changes the Secret as a whole, then all images', async () => {
    const cluster = estate();
    const report = await switched(cluster);
    assert.equal(report.state, 'switched', report.reason);
    assert.deepEqual(cluster.writes, [
      'create secrets d8-system/deckhouse-registry-before-registry-switch',
      'patch secrets d8-system/deckhouse-registry',
      'patch deployments.apps d8-system/deckhouse',
    ]);
    const auth = Buffer.from('me:p"\\$ü').toString('base64');
    const config = JSON.stringify({ auths: { 'new.example': { auth } } });
    const rest = ['new.example', '/mirror/dkp', 'https', 'absent', '"true"', OLD];
    assert.deepEqual(keysOf(cluster), [config, ...rest]);
    assert.deepEqual(imagesOf(cluster), NEW_IMAGES);
    assert.doesNotMatch(JSON.stringify(report), /p\\"|auths/);
  });

  it('does nothing the second time', async () => {
    const cluster = estate();
    await switched(cluster);
    const { length } = cluster.writes;
    assert.equal((await switched(cluster)).state, 'unchanged');
    assert.equal(cluster.writes.length, length);
  });

  const doubts: readonly (readonly [string, Shelf, RegExp])[] = [
    ['its own image is missing', { ...AT_TARGET, [`${NEW}:v1`]: undefined }, /dkp:v1 is missing/],
    [
      'the tag is another image there',
      { ...AT_TARGET, [`${NEW}:v1`]: digestOf('v2') },
      /what runs is sha256/,
    ],
    [
      'an image of a module is missing',
      { ...AT_TARGET, [`${NEW}@${GRAFANA}`]: undefined },
      /1 of 3 .* is missing/,
    ],
  ];

  for (const [what, shelf, message] of doubts) {
    it(`changes nothing where ${what}`, async () => {
      const cluster = estate();
      assert.match(await refusal(switched(cluster, shelf)), message);
      assert.deepEqual(cluster.writes, []);
    });
  }

  it('changes nothing where a policy refuses, and says who may', async () => {
    const cluster = estate();
    cluster.beforePatch = () => {
      throw new ClusterError('forbidden', 'objects with the `heritage: deckhouse` label is forbidden');
    };
    assert.match(await refusal(switched(cluster)), /nothing was changed: .*\n.*--as system:sudouser/);
    assert.deepEqual(cluster.writes, []);
  });

  for (const [what, killed] of [
    ['after the backup', 1],
    ['between Secret and Deployment', 2],
  ] as const) {
    it(`goes on, and back, where it was killed ${what}`, async () => {
      for (const goOn of [true, false]) {
        const cluster = estate();
        const before = keysOf(cluster);
        cluster.beforePatch = () => {
          if (cluster.writes.length > killed) throw new Error('killed');
        };
        await assert.rejects(switched(cluster), /killed/);
        cluster.beforePatch = () => undefined;
        const { state } = goOn ? await switched(cluster) : await rolledBack(cluster);
        assert.equal(state, goOn ? 'switched' : 'rolled-back');
        assert.deepEqual(imagesOf(cluster), goOn ? NEW_IMAGES : OLD_IMAGES);
        if (!goOn) assert.deepEqual(keysOf(cluster), before);
        if (goOn) {
          await rolledBack(cluster);
          assert.deepEqual(keysOf(cluster), before);
          assert.deepEqual(imagesOf(cluster), OLD_IMAGES);
        }
      }
    });
  }

  it('overwrites nothing that somebody else has changed in between', async () => {
    const cluster = estate();
    cluster.beforePatch = (object) => {
      if (object.kind !== 'Secret' || cluster.writes.length !== 2) return;
      cluster.beforePatch = () => undefined;
      cluster.edit(REGISTRY, [{ op: 'replace', path: '/data/address', value: 'eC5leGFtcGxl' }]);
    };
    assert.match(await refusal(switched(cluster)), /was changed by somebody else since/);
    assert.deepEqual(imagesOf(cluster), OLD_IMAGES);
  });

  it('refuses a Deckhouse that runs by digest', async () => {
    const pinned = { ...DECKHOUSE, spec: deployment({ containers: { deckhouse: `${OLD}@${PROXY}` } }).spec };
    const cluster = new InMemoryCluster([REGISTRY, pinned, POD]);
    assert.match(await refusal(switched(cluster)), /not a tag/);
  });

  it('refuses a target that lies in the old registry, or around it', async () => {
    for (const [host, path] of [
      ['old.example:5000', 'dkp/new'],
      ['old.example:5000', ''],
    ] as const) {
      const target = { ...TARGET, place: { host, path } };
      assert.match(
        await refusal(switched(estate(), AT_TARGET, target)),
        /lie in one another|names no repository/,
      );
    }
  });

  it('takes what Deckhouse has written in its own words for what it means', async () => {
    const cluster = estate();
    await switched(cluster);
    const login = { username: 'me', password: 'p"\\$ü', auth: Buffer.from('me:p"\\$ü').toString('base64') };
    const config = Buffer.from(JSON.stringify({ auths: { 'new.example': login } })).toString('base64');
    cluster.edit(REGISTRY, [
      { op: 'add', path: '/data/ca', value: '' },
      { op: 'replace', path: '/data/.dockerconfigjson', value: config },
    ]);
    assert.equal((await switched(cluster)).state, 'unchanged');
  });

  it('names the permissions that are missing before anything changes', async () => {
    const cluster = estate();
    cluster.permits = ({ verb, resource }) => !(verb === 'delete' && resource === 'pods');
    assert.match(
      await refusal(switched(cluster)),
      /nothing was changed: you may not delete pods in d8-system/,
    );
    assert.deepEqual(cluster.writes, []);
  });

  it('does not promise Deckhouse a certificate that it would not trust', async () => {
    const target = { ...TARGET, connection: { tls: 'insecure' as const } };
    assert.match(await refusal(switched(estate(), AT_TARGET, target)), /checks the certificate/);
  });
});
