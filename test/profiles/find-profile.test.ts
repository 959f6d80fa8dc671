import assert from 'node:assert/strict';
import { UsageError } from '../../src/domain/errors.ts';
import type { KubernetesObject } from '../../src/domain/kubernetes/object.ts';
import { DEPLOYMENTS, SECRETS } from '../../src/domain/kubernetes/resource.ts';
import type { ProfileName } from '../../src/domain/plan/profile.ts';
import { findProfile } from '../../src/profiles/find-profile.ts';
import { secret } from '../support/builders/secrets.ts';
import { deployment } from '../support/builders/workloads.ts';
import { InMemoryCluster } from '../support/in-memory-cluster.ts';

const SIGNAL = new AbortController().signal;
const DECKHOUSE = deployment({
  namespace: 'd8-system',
  name: 'deckhouse',
  annotations: { 'core.deckhouse.io/version': 'v1.71.3' },
});
const REGISTRY = d8Secret('deckhouse-registry', { address: 'registry.deckhouse.io' });
/** Of the cluster: what no tenant makes. */
const GROUP: KubernetesObject = {
  apiVersion: 'deckhouse.io/v1',
  kind: 'NodeGroup',
  metadata: { name: 'master', uid: 'group' },
};
const SWITCH = d8Secret('registry-v2-switch', {});

function d8Secret(name: string, texts: Readonly<Record<string, string>>): KubernetesObject {
  return secret({ namespace: 'd8-system', name }, texts);
}

/** As people read it. */
async function found(cluster: InMemoryCluster, chosen?: ProfileName): Promise<string> {
  const { title, why } = await findProfile(cluster, chosen, SIGNAL);
  return `${title}: ${why}`;
}

describe('findProfile', () => {
  const cases: readonly (readonly [string, readonly KubernetesObject[], string])[] = [
    ['an empty cluster', [], 'generic: there is no Deployment d8-system/deckhouse'],
    [
      'a Deployment of that name elsewhere',
      [deployment({ namespace: 'shop', name: 'deckhouse' }), REGISTRY],
      'generic: there is no Deployment d8-system/deckhouse',
    ],
    [
      'a Deployment of that name without the Secret',
      [DECKHOUSE],
      'generic: there is no Secret d8-system/deckhouse-registry',
    ],
    [
      'a release without the module',
      [DECKHOUSE, REGISTRY],
      'Deckhouse v1.71.3 (registry changed with change-registry): Deployment d8-system/deckhouse and Secret d8-system/deckhouse-registry exist, Secret d8-system/registry-state has no mode',
    ],
    [
      'a state that tells no mode',
      [DECKHOUSE, REGISTRY, d8Secret('registry-state', { state: 'x' })],
      'Deckhouse v1.71.3 (registry changed with change-registry): Deployment d8-system/deckhouse and Secret d8-system/deckhouse-registry exist, Secret d8-system/registry-state has no mode',
    ],
    [
      'the module',
      [DECKHOUSE, REGISTRY, d8Secret('registry-state', { mode: 'Unmanaged' })],
      'Deckhouse v1.71.3 (module registry): Secret d8-system/registry-state has a mode',
    ],
    [
      'its second implementation',
      [DECKHOUSE, REGISTRY, SWITCH],
      'Deckhouse v1.71.3 (module registry, second implementation): Secret d8-system/registry-v2-switch exists',
    ],
    [
      'a takeover under way',
      [DECKHOUSE, REGISTRY, SWITCH, d8Secret('registry-state', { mode: 'Direct' })],
      'Deckhouse v1.71.3 (module registry, being replaced by its second implementation): Secrets d8-system/registry-v2-switch and d8-system/registry-state exist',
    ],
  ];
  for (const [what, objects, expected] of cases) {
    it(`tells ${what}, and by what`, async () => {
      assert.equal(await found(new InMemoryCluster([GROUP, ...objects])), expected);
    });
  }

  it('does not believe two objects that anybody with a namespace can make', async () => {
    const cluster = new InMemoryCluster([DECKHOUSE, REGISTRY]);
    assert.match(await found(cluster), /^generic: the API has none of moduleconfigs\.deckhouse\.io/);
  });

  it('takes the word of the user, and looks at nothing then', async () => {
    const cluster = new InMemoryCluster([GROUP, DECKHOUSE, REGISTRY]);
    cluster.refuse('list', DEPLOYMENTS, 'unreachable');
    assert.equal(await found(cluster, 'generic'), 'generic: --profile generic');
  });

  it('refuses a platform that the cluster is not', async () => {
    await assert.rejects(found(new InMemoryCluster(), 'deckhouse'), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /is not a Deckhouse cluster: there is no Deployment d8-system\/deckhouse$/);
      return true;
    });
  });

  it('says what it may not see', async () => {
    const cluster = new InMemoryCluster([GROUP, DECKHOUSE, REGISTRY]);
    cluster.refuse('get', SECRETS, 'forbidden');
    assert.match(await found(cluster), /generation unknown.*Secrets in d8-system may not be read$/);
    cluster.refuse('list', DEPLOYMENTS, 'forbidden');
    assert.equal(await found(cluster), 'generic: Deployment d8-system/deckhouse may not be listed');
  });
});
