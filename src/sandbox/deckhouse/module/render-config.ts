/** Renders the Secret `registry-config` from ModuleConfig `deckhouse`: the proof that the settings were taken. */
import { isDeepStrictEqual } from 'node:util';
import { SECRETS } from '../../objects/api-resources.ts';
import { decodedData } from '../decoded-data.ts';
import { leaderPod } from '../leader-pod.ts';
import { MODULE_CONFIGS } from '../resources.ts';
import type { Look, StandIn } from '../stand-in.ts';
import { registryParams } from './registry-params.ts';
import { CONFIG_SECRET, configSecret, readConfig } from './registry-state.ts';

export function renderConfig({ kube, wait }: StandIn): Look {
  const wanted = async () =>
    registryParams((await kube.get(MODULE_CONFIGS, { name: 'deckhouse' }))?.spec.settings?.registry);
  return async () => {
    const config = await kube.get(SECRETS, CONFIG_SECRET);
    if (config === undefined || isDeepStrictEqual(readConfig(decodedData(config.data)), await wanted()))
      return;
    if ((await leaderPod(kube)) === undefined) return;
    await wait(1);
    const { data } = configSecret(await wanted()).object;
    const gone = Object.fromEntries(Object.keys(config.data ?? {}).map((key) => [key, null]));
    await kube.patch(SECRETS, CONFIG_SECRET, { data: { ...gone, ...(data as object) } });
  };
}
