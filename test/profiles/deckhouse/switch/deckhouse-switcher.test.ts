import assert from 'node:assert/strict';
import { ClusterError, ExpectedError } from '../../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../../src/domain/kubernetes/object.ts';
import { valueAt } from '../../../../src/domain/kubernetes/pod-spec.ts';
import type {
  PlatformPorts,
  PlatformSwitchReport,
  PlatformTarget,
} from '../../../../src/domain/plan/profile.ts';
import { DECKHOUSE_SWITCHER } from '../../../../src/profiles/deckhouse/switch/deckhouse-switcher.ts';
import { digestOf, pod } from '../../../support/builders/pod.ts';
import { secret } from '../../../support/builders/secrets.ts';
import { deployment, replicaSet } from '../../../support/builders/workloads.ts';
import { fakeRegistries, type Shelf } from '../../../support/fake-registries.ts';
import { InMemoryCluster } from '../../../support/in-memory-cluster.ts';
import { recordedWork } from '../../../support/recorded-work.ts';
import { READY } from '../../../workflow/rollout/controllers.ts';

const OLD = 'old.example:5000/dkp';
const NEW = 'new.example/mirror/dkp';
const PROXY = digestOf('proxy');
const GRAFANA = digestOf('grafana');
const RUNS = digestOf('v1');

const REGISTRY = secret(
  {
    namespace: 'd8-system',
    name: 'deckhouse-registry',
    labels: { heritage: 'deckhouse', name: 'deckhouse-registry' },
  },
  {
    '.dockerconfigjson': '{"auths":{"old.example:5000":{"auth":"b2xkOnNlY3JldA=="}}}',
    address: 'old.example:5000',
    path: '/dkp',
    scheme: 'https',
    ca: 'OLD CA',
    clusterIsBootstrapped: '"true"',
    imagesRegistry: OLD,
  },
);
const DECKHOUSE = deployment({
  namespace: 'd8-system',
  name: 'deckhouse',
  containers: { deckhouse: `${OLD}:v1`, 'kube-rbac-proxy': `${OLD}@${PROXY}` },
  status: READY,
});
const RENDERED = deployment({
  namespace: 'd8-monitoring',
  name: 'grafana',
  labels: { heritage: 'deckhouse', module: 'prometheus' },
  image: `${OLD}@${GRAFANA}`,
});
const SET = replicaSet({ namespace: 'd8-system', name: 'deckhouse-1', owner: DECKHOUSE, replicas: 0 });
const POD = pod({
  namespace: 'd8-system',
  name: 'deckhouse-0',
  owner: SET,
  labels: { app: 'deckhouse' },
  containers: { deckhouse: `${OLD}:v1` },
  imageIds: { deckhouse: `${OLD}@${RUNS}` },
});
const AT_TARGET: Shelf = {
  [`${NEW}:v1`]: RUNS,
  [`${NEW}@${PROXY}`]: PROXY,
  [`${NEW}@${GRAFANA}`]: GRAFANA,
};
const AT_SOURCE: Shelf = {
  [`${OLD}:v1`]: RUNS,
  [`${OLD}@${PROXY}`]: PROXY,
  [`${OLD}@${GRAFANA}`]: GRAFANA,
};
const TARGET: PlatformTarget = {
  place: { host: 'new.example', path: 'mirror/dkp' },
  connection: { tls: 'enabled' },
  credential: { kind: 'basic', username: 'me', password: 'p"\\$ü' },
};
const KEYS = [
  '.dockerconfigjson',
  'address',
  'path',
  'scheme',
  'ca',
  'clusterIsBootstrapped',
  'imagesRegistry',
];

function estate(): InMemoryCluster {
  return new InMemoryCluster([REGISTRY, DECKHOUSE, RENDERED, SET, POD]);
}

function portsOf(cluster: InMemoryCluster, shelf: Shelf): PlatformPorts {
  return {
    cluster,
    connectionFor: () => ({ tls: 'enabled' as const }),
    openRegistries: () => fakeRegistries(shelf),
  };
}

async function switched(
  cluster: InMemoryCluster,
  shelf: Shelf = AT_TARGET,
  target = TARGET,
): Promise<PlatformSwitchReport> {
  const prepared = await DECKHOUSE_SWITCHER.prepare(portsOf(cluster, shelf), target, recordedWork());
  return prepared.run(cluster, { timeoutSeconds: 0 }, recordedWork());
}

async function rolledBack(cluster: InMemoryCluster, shelf: Shelf = AT_SOURCE): Promise<PlatformSwitchReport> {
  const prepared = await DECKHOUSE_SWITCHER.prepareRollback(portsOf(cluster, shelf), recordedWork());
  return prepared.run(cluster, { timeoutSeconds: 0 }, recordedWork());
}

function imagesOf(cluster: InMemoryCluster): unknown {
  const containers = valueAt(cluster.read(DECKHOUSE), ['spec', 'template', 'spec', 'containers']);
  return (containers as readonly { readonly image: string }[]).map(({ image }) => image);
}

function keysOf(cluster: InMemoryCluster): unknown {
  const data = cluster.read(REGISTRY).data as Readonly<Record<string, string>>;
  return KEYS.map((key) => {
    const value = data[key];
    return value === undefined ? 'absent' : Buffer.from(value, 'base64').toString();
  });
}

async function refusal(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (error instanceof ExpectedError) return [error.message, error.nextStep].join('\n');
    throw error;
  }
  return 'nothing was refused';
}

/** The status of a Deployment that stays unready as long as it had these images before the patch. */
function notReadyWith(cluster: InMemoryCluster, images: readonly string[]): InMemoryCluster['statusOf'] {
  return ({ kind, status }) => {
    if (kind !== 'Deployment') return status;
    return JSON.stringify(imagesOf(cluster)) === JSON.stringify(images)
      ? { ...READY, updatedReplicas: 0 }
      : READY;
  };
}

const OLD_IMAGES = [`${OLD}:v1`, `${OLD}@${PROXY}`];
const NEW_IMAGES = [`${NEW}:v1`, `${NEW}@${PROXY}`];

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

  it('rolls both back byte for byte', async () => {
    const cluster = estate();
    const before = keysOf(cluster);
    await switched(cluster);
    assert.equal((await rolledBack(cluster)).state, 'rolled-back');
    assert.deepEqual(keysOf(cluster), before);
    assert.deepEqual(imagesOf(cluster), OLD_IMAGES);
    assert.match(await refusal(rolledBack(cluster)), /there is nothing to roll back/);
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

  it('names the permissions that are missing before anything changes', async () => {
    const cluster = estate();
    cluster.permits = ({ verb, resource }) => !(verb === 'delete' && resource === 'pods');
    assert.match(
      await refusal(switched(cluster)),
      /nothing was changed: you may not delete pods in d8-system/,
    );
    assert.deepEqual(cluster.writes, []);
  });

  it('keeps no login of the old registry once the way back is given up', async () => {
    const cluster = estate();
    await switched(cluster);
    const prepared = await DECKHOUSE_SWITCHER.prepareFinish(cluster, recordedWork());
    assert.equal((await prepared.run(cluster, { timeoutSeconds: 0 }, recordedWork())).state, 'finished');
    assert.match(await refusal(rolledBack(cluster)), /there is nothing to roll back/);
  });

  it('does not promise Deckhouse a certificate that it would not trust', async () => {
    const target = { ...TARGET, connection: { tls: 'insecure' as const } };
    assert.match(await refusal(switched(estate(), AT_TARGET, target)), /checks the certificate/);
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
