import assert from 'node:assert/strict';
import { parse } from 'yaml';
import type { Condition } from '../../../../src/sandbox/deckhouse/module/conditions.ts';
import { MODULE_CONFIGS } from '../../../../src/sandbox/deckhouse/resources.ts';
import { SECRETS } from '../../../../src/sandbox/objects/api-resources.ts';
import {
  type DeckhouseCluster,
  REPOSITORY,
  startDeckhouseCluster,
  TARGET_LOGIN,
} from '../deckhouse-cluster.ts';
import { untilAllRun, untilAllRunFrom } from '../pods.ts';
import { until } from '../until.ts';

async function readSecret({ kube }: DeckhouseCluster, name: string): Promise<Record<string, string>> {
  const data = (await kube.get(SECRETS, { namespace: 'd8-system', name }))?.data ?? {};
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}

async function readState(cluster: DeckhouseCluster) {
  const {
    mode,
    target_mode: target,
    conditions = '',
    state = '',
  } = await readSecret(cluster, 'registry-state');
  return { mode, target, conditions: parse(conditions) as Condition[], state: parse(state) as unknown };
}

async function configure({ kube, target }: DeckhouseCluster, mode: 'Unmanaged' | 'Direct'): Promise<void> {
  const section = { imagesRepo: `${target.host}/${REPOSITORY}`, scheme: 'HTTP', ...TARGET_LOGIN };
  const other = mode === 'Direct' ? 'unmanaged' : 'direct';
  const registry = { mode, [mode.toLowerCase()]: section, [other]: null };
  await kube.patch(MODULE_CONFIGS, { name: 'deckhouse' }, { spec: { settings: { registry } } });
}

async function untilReached(cluster: DeckhouseCluster, mode: string): Promise<void> {
  await until(`${mode} reached`, async () => {
    const { mode: now, conditions, state } = await readState(cluster);
    const ready = conditions.find(({ type }) => type === 'Ready');
    const { bashible } = state as { bashible: { unmanaged_params?: { imagesRepo: string; mode: string } } };
    const { unmanaged_params: params } = bashible;
    return (
      now === mode &&
      ready?.status === 'True' &&
      params?.mode === mode &&
      params.imagesRepo === `${cluster.target.host}/${REPOSITORY}`
    );
  });
}

describe('the stand-in of Deckhouse with the module registry', function () {
  this.timeout(60_000);

  it('names missing images and switches nothing, then moves to the wanted registry', async () => {
    await using cluster = await startDeckhouseCluster({ generation: 'module' });
    const { target, source, tags } = cluster;
    await untilAllRun(cluster);
    for (const tag of tags.slice(2)) target.seedImage({ repository: REPOSITORY, tag });
    await configure(cluster, 'Unmanaged');
    const config = await until('registry-config', async () => {
      const texts = await readSecret(cluster, 'registry-config');
      return texts.imagesRepo !== undefined && texts;
    });
    assert.equal(config.password, TARGET_LOGIN.password);
    const missing = await until('missing images', async () => {
      const { conditions } = await readState(cluster);
      return conditions.find(({ message }) => message.includes('2 items with errors'));
    });
    assert.equal(missing.type, 'RegistryContainsRequiredImages');
    assert.match(
      missing.message,
      /^Mode: Default\n.*: \d+ of \d+ items processed, 2 items with errors:\n- source: /,
    );
    await untilAllRunFrom(cluster, `${source.host}/${REPOSITORY}`);
    for (const tag of tags) target.seedImage({ repository: REPOSITORY, tag });
    await untilReached(cluster, 'Unmanaged');
    const { conditions } = await readState(cluster);
    assert.deepEqual(
      conditions.map(({ type, status }) => `${type} ${status}`),
      [
        'RegistryContainsRequiredImages True',
        'ContainerdConfigPreflightReady True',
        'TransitionContainerdConfigReady True',
        'DeckhouseRegistrySwitchReady True',
        'FinalContainerdConfigReady True',
        'CleanupInClusterProxy True',
        'Ready True',
      ],
    );
    await untilAllRunFrom(cluster, `${target.host}/${REPOSITORY}`);
  });

  it('has pods name the registry in the cluster in mode Direct', async () => {
    await using cluster = await startDeckhouseCluster({ generation: 'module' });
    await untilAllRun(cluster);
    for (const tag of cluster.tags) cluster.target.seedImage({ repository: REPOSITORY, tag });
    await configure(cluster, 'Direct');
    await untilReached(cluster, 'Direct');
    await untilAllRunFrom(cluster, 'registry.d8-system.svc:5001/system/deckhouse');
    const secret = await readSecret(cluster, 'deckhouse-registry');
    assert.equal(secret.address, 'registry.d8-system.svc:5001');
    await configure(cluster, 'Unmanaged');
    await untilReached(cluster, 'Unmanaged');
    await untilAllRunFrom(cluster, `${cluster.target.host}/${REPOSITORY}`);
  });
});
