/** Each step of the module `registry`: does what is to be done, and says what is still missing. */
import { DEPLOYMENTS, NODES, SECRETS } from '../../objects/api-resources.ts';
import { CONTAINERD_LABEL } from '../bashible/node-step.ts';
import { REGISTRY_SECRET } from '../estate/places.ts';
import { base64 } from '../base64.ts';
import { leaderPod } from '../leader-pod.ts';
import {
  baseOf,
  initialSettings,
  readSettings,
  type RegistrySettings,
  versionOf,
} from '../registry/registry-settings.ts';
import type { StandIn } from '../stand-in.ts';
import { bashibleVersion, nodesMessage, writeBashibleConfig } from './bashible-config.ts';
import type { Step } from './conditions.ts';
import { checkImages, checkMessage, type FailedCheck, imagesToCheck } from './image-check.ts';
import {
  deployInClusterProxy,
  IN_CLUSTER,
  IN_CLUSTER_PROXY,
  inClusterProxyMessage,
  serveFromUpstream,
} from './in-cluster-proxy.ts';
import type { RegistryParams } from './registry-params.ts';

/** `begins`: its first run. The answer is the condition's message, `undefined` when there is nothing left to do. */
export type TakeStep = (begins: boolean) => Promise<string | undefined>;

export function stepsOf(standIn: StandIn, params: RegistryParams): Readonly<Record<Step, TakeStep>> {
  const { kube } = standIn;
  const { mode, imagesRepo = '' } = params;
  const current = async () => readSettings((await kube.get(SECRETS, REGISTRY_SECRET))?.data);
  const wanted = settingsFor(params);
  const config = { mode, imagesBase: baseOf(wanted) };
  return {
    RegistryContainsRequiredImages: imageCheck(standIn, params),
    ContainerdConfigPreflightReady: async () =>
      (await bashibleVersion(kube)) === undefined ? preflightMessage(standIn) : undefined,
    TransitionContainerdConfigReady: async (begins) => {
      if (!begins) return nodesMessage(kube);
      await writeBashibleConfig(kube, { ...config, repositories: [baseOf(await current()), imagesRepo] });
      return 'Applying configuration to nodes';
    },
    InClusterProxyReady: async (begins) => {
      if (!begins) return inClusterProxyMessage(standIn);
      await serveFromUpstream(standIn, params);
      await deployInClusterProxy(standIn, baseOf(await current()), (await bashibleVersion(kube)) ?? '');
      return 'Deploying incluster-proxy...';
    },
    DeckhouseRegistrySwitchReady: async (begins) =>
      begins ? switchSecret(standIn, wanted) : switchMessage(standIn),
    FinalContainerdConfigReady: async (begins) => {
      if (!begins) return nodesMessage(kube);
      const version = await writeBashibleConfig(kube, { ...config, repositories: [imagesRepo] });
      if (mode === 'Direct') await deployInClusterProxy(standIn, baseOf(wanted), version);
      return nodesMessage(kube);
    },
    CleanupInClusterProxy: async () =>
      (await kube.delete(DEPLOYMENTS, IN_CLUSTER_PROXY)) ? 'Stopping incluster-proxy...' : undefined,
  };
}

/** What the Secret `deckhouse-registry` is to say. */
function settingsFor({ mode, imagesRepo = '', scheme = 'HTTPS', ca, username, password }: RegistryParams) {
  const login = username === undefined || password === undefined ? {} : { login: { username, password } };
  const inCluster = mode === 'Direct';
  const settings = initialSettings({
    base: inCluster ? IN_CLUSTER.address + IN_CLUSTER.path : imagesRepo,
    scheme: inCluster || scheme === 'HTTPS' ? 'https' : 'http',
    ...login,
  });
  return { ...settings, ca: ca ?? '' };
}

function imageCheck(standIn: StandIn, params: RegistryParams): TakeStep {
  const all = imagesToCheck(params, standIn.options.images);
  let asked = 0;
  let failed: readonly FailedCheck[] = [];
  return async (begins) => {
    if (begins) return 'Initializing';
    const next = all.slice(asked, asked + Math.ceil(all.length / 5));
    const batch = [...failed, ...next];
    asked += next.length;
    failed = await checkImages(standIn, params, batch);
    const isDone = asked === all.length && failed.length === 0;
    return isDone ? undefined : checkMessage(params, { asked, total: all.length, failed });
  };
}

async function preflightMessage({ kube }: StandIn): Promise<string | undefined> {
  const nodes = await kube.list(NODES);
  const unready = nodes.filter(({ metadata }) => metadata.labels?.[CONTAINERD_LABEL] !== 'default');
  if (unready.length === 0) return undefined;
  const lines = unready.map(({ metadata: { name, labels } }) => {
    const isCustom = labels?.[CONTAINERD_LABEL] === 'custom';
    const what = isCustom
      ? 'has custom toml merge containerd configuration'
      : 'unknown containerd configuration, waiting...';
    return `- ${name}: ${what}`;
  });
  return [`${unready.length}/${nodes.length} node(s) Unready:`, ...lines].join('\n');
}

async function switchSecret({ kube, wait }: StandIn, wanted: RegistrySettings): Promise<string | undefined> {
  const data = Object.entries(wanted).map(([key, value]) => [key, base64(value)]);
  await kube.patch(SECRETS, REGISTRY_SECRET, { data: Object.fromEntries(data) as object });
  await wait(1);
  return 'Updating registry for deckhouse components';
}

/** Done when a Deckhouse is ready that was rendered with the new Secret; while none is, no hook runs. */
async function switchMessage({ kube }: StandIn): Promise<string | undefined> {
  const leader = await leaderPod(kube);
  const version = versionOf(readSettings((await kube.get(SECRETS, REGISTRY_SECRET))?.data));
  const isRendered = leader?.metadata.annotations?.['checksum/registry-version'] === version;
  return isRendered ? undefined : 'Applying new registry to deckhouse-controller';
}
