/** The second implementation of the module `registry`: RegistryConfig follows ModuleConfig, then the nodes follow. */
import { isDeepStrictEqual } from 'node:util';
import { NODES } from '../../objects/api-resources.ts';
import type { Stored } from '../../objects/stored.ts';
import { applyObject } from '../kube/apply-object.ts';
import { replacing } from '../kube/replacing.ts';
import { leaderPod } from '../leader-pod.ts';
import { MODULE_CONFIGS, type RegistryConfig, REGISTRY_CONFIGS, REGISTRY_NODES } from '../resources.ts';
import type { Look, StandIn } from '../stand-in.ts';
import { probeUpstream } from './probe-upstream.ts';
import { authDigest, type Upstream } from './upstream.ts';

const NAME = { name: 'registry' };

/** Renders RegistryConfig `registry`. */
export function renderRegistryConfig({ kube, wait }: StandIn): Look {
  const wanted = async () => {
    const { mode = 'Unmanaged', primary } = (await kube.get(MODULE_CONFIGS, NAME))?.spec.settings ?? {};
    return { mode, ...(primary && { primary }) };
  };
  return async () => {
    const config = await kube.get(REGISTRY_CONFIGS, NAME);
    if (config === undefined || isDeepStrictEqual(config.spec, await wanted())) return;
    if ((await leaderPod(kube)) === undefined) return;
    await wait(1);
    await kube.patch(REGISTRY_CONFIGS, NAME, { spec: replacing({ ...config.spec }, await wanted()) });
  };
}

/** Probes the upstream until it is good; what was good last goes on serving. */
export function resolveUpstream(standIn: StandIn): Look {
  const { kube, wait } = standIn;
  return async () => {
    const config = await kube.get(REGISTRY_CONFIGS, NAME);
    const probe = config && probeOf(config);
    if (config === undefined || probe === undefined) return;
    await wait(probe.seconds);
    const { upstream } = probe;
    const verdict = await probeUpstream(standIn, upstream);
    await kube.patchStatus(REGISTRY_CONFIGS, NAME, {
      observedGeneration: config.metadata.generation,
      ...(verdict.status === 'True' && effective(upstream)),
      conditions: [VALID, { type: 'UpstreamValid', ...verdict }],
    });
    if (verdict.status === 'True') await tellNodes(standIn, upstream);
  };
}

interface Probe {
  readonly upstream: Upstream;
  /** Until it is sent. */
  readonly seconds: number;
}

/** `undefined`: nothing is managed, or all is well. */
function probeOf({ metadata, spec, status = {} }: Stored<RegistryConfig>): Probe | undefined {
  const upstream = spec.primary?.upstream;
  if (spec.mode !== 'Managed' || upstream === undefined) return undefined;
  if (status.observedGeneration !== metadata.generation) return { upstream, seconds: 1 };
  const known = status.conditions?.find(({ type }) => type === 'UpstreamValid');
  return known?.status === 'True' ? undefined : { upstream, seconds: 5 };
}

function effective(upstream: Upstream): object {
  const { scheme = 'HTTPS', host, path } = upstream;
  return { effectiveUpstream: { scheme, host, path }, effectiveUpstreamAuthDigest: authDigest(upstream) };
}

const VALID = {
  type: 'Valid',
  status: 'True',
  reason: 'Resolved',
  message: 'The configuration is coherent.',
} as const;

/** One after the other. */
async function tellNodes({ kube, wait }: StandIn, { scheme = 'HTTPS', host, path }: Upstream): Promise<void> {
  for (const { metadata } of await kube.list(NODES)) {
    const { name } = metadata;
    const backends = [{ name: 'Upstream', scheme, host, path }];
    await applyObject(kube, { resource: REGISTRY_NODES, object: { metadata: { name }, spec: { backends } } });
    await wait(0.5);
    const { generation } = (await kube.get(REGISTRY_NODES, { name }))?.metadata ?? {};
    await kube.patchStatus(
      REGISTRY_NODES,
      { name },
      {
        observedGeneration: generation,
        reconciled: true,
        proxyListening: true,
        activeBackends: ['Upstream'],
        conditions: [{ type: 'Reconciled', status: 'True' }],
      },
    );
  }
}
