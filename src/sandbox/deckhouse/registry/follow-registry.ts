/** Deckhouse follows the Secret `deckhouse-registry`: all that names its registry is rendered anew, itself last. */
import { setTimeout as pause } from 'node:timers/promises';
import { DEPLOYMENTS, NAMESPACES, SECRETS } from '../../objects/api-resources.ts';
import { bashibleChecksums } from '../bashible/bashible-checksums.ts';
import { deckhouseDeployment } from '../estate/deckhouse-deployment.ts';
import { DECKHOUSE, REGISTRY_SECRET } from '../estate/places.ts';
import { platformWorkloads } from '../estate/platform-workloads.ts';
import { base64 } from '../base64.ts';
import { registryCopies } from '../estate/registry-copies.ts';
import { applyObject } from '../kube/apply-object.ts';
import { leaderPod } from '../leader-pod.ts';
import type { Look, StandIn } from '../stand-in.ts';
import {
  baseOf,
  checksumOf,
  readSettings,
  type RegistrySettings,
  SettingsFailure,
} from './registry-settings.ts';

/** Milliseconds for which nothing has changed before it is rendered: whoever changes two objects in a row is not overtaken. */
const QUIET = 500;

/** Renders when the Secret says something else, and when a Deckhouse has just started. */
export function followRegistry(standIn: StandIn): Look {
  const { log, wait } = standIn;
  let rendered = '';
  let complained = '';
  const follow = async ({ leader, data, version }: View): Promise<void> => {
    const settings = readSettings(data);
    const wanted = `${checksumOf(settings)} ${leader ?? ''}`;
    if (wanted === rendered) return;
    await wait(1);
    await pause(QUIET);
    if ((await look(standIn)).version !== version) return;
    await render(standIn, settings);
    rendered = wanted;
  };
  return async () => {
    const view = await look(standIn);
    if (view.leader === undefined || complained === view.version) return;
    try {
      await follow(view);
    } catch (error) {
      if (!(error instanceof SettingsFailure)) throw error;
      complained = view.version;
      log.say({ level: 'error', message: error.message }, 'discovery_registry');
    }
  };
}

interface View {
  /** Uid of the pod that works. */
  readonly leader: string | undefined;
  readonly data: Readonly<Record<string, string>> | undefined;
  /** Another one after each change of the Secret or the template of Deckhouse. */
  readonly version: string;
}

async function look({ kube }: StandIn): Promise<View> {
  const leader = await leaderPod(kube);
  const secret = await kube.get(SECRETS, REGISTRY_SECRET);
  const deployment = await kube.get(DEPLOYMENTS, DECKHOUSE);
  const versions = [secret?.metadata.resourceVersion, deployment?.metadata.generation];
  return { leader: leader?.metadata.uid, data: secret?.data, version: versions.join(' ') };
}

async function render(
  { kube, options: { images, generation } }: StandIn,
  settings: RegistrySettings,
): Promise<void> {
  const injected = await kube.list(NAMESPACES, { labels: 'istio-injection=enabled' });
  const base = baseOf(settings);
  const applications = injected.map(({ metadata }) => metadata.name);
  await kube.patch(SECRETS, REGISTRY_SECRET, { data: { imagesRegistry: base64(base) } });
  const others = [
    ...registryCopies(settings, applications),
    ...platformWorkloads(base, images),
    ...(generation === 'copier' ? [bashibleChecksums(checksumOf(settings))] : []),
  ];
  for (const object of others) await applyObject(kube, object);
  const { spec } = (await kube.get(DEPLOYMENTS, DECKHOUSE)) ?? {};
  const present = taggedImage(spec?.template.spec?.containers[0]?.image);
  const image = generation === 'copier' ? present : base + present.slice(present.lastIndexOf(':'));
  await applyObject(kube, deckhouseDeployment(image, settings, { images, generation }));
}

/** Throws SettingsFailure for what Deckhouse cannot make anything of. */
function taggedImage(image = ''): string {
  if (image.includes('@') || !/:[^:/]+$/.test(image)) throw new SettingsFailure(`incorrect image: ${image}`);
  return image;
}
