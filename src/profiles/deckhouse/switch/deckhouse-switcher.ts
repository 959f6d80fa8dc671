/** Switches Deckhouse itself to another registry, and back: Secret and Deployment by hand, as its document tells. */
import { isDeepStrictEqual } from 'node:util';
import { credentialsFor } from '../../../domain/credentials/credentials-for.ts';
import { loginsIn } from '../../../domain/credentials/logins-in.ts';
import { ExpectedError } from '../../../domain/errors.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import { imageFields } from '../../../domain/image-fields/image-field.ts';
import { pointerSegments } from '../../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { valueAt } from '../../../domain/kubernetes/pod-spec.ts';
import {
  formatRegistryPrefix,
  liesIn,
  type RegistryPrefix,
} from '../../../domain/mapping/registry-prefix.ts';
import type {
  PlatformPorts,
  PlatformSwitcher,
  PlatformSwitchReport,
  PlatformTarget,
  PreparedPlatformSwitch,
} from '../../../domain/plan/profile.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import type { Registries } from '../../../domain/ports/registry.ts';
import { followDeckhouse, type Following, readChecksums } from '../after/follow-deckhouse.ts';
import { sidecarRestarts } from '../after/stale-sidecars.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { encodedKeys, registryKeys, targetRegistry } from '../target-registry.ts';
import { applyChange, type DeckhouseChange, tryChange } from './apply-change.ts';
import {
  baseOf,
  deckhouseImages,
  type DeckhouseObjects,
  readDeckhouse,
  rebased,
} from './deckhouse-objects.ts';
import { neededImages } from './needed-images.ts';
import { proveTarget } from './prove-target.ts';
import { keysIn } from './registry-keys.ts';
import { BACKUP_NAME, backupSecret, listedKeys } from './switch-backup.ts';
import { baseOfKeys, changedObjects, switchReport } from './switch-report.ts';
import { waitForDeckhouse } from './wait-for-deckhouse.ts';
import { goBack, keepBackup, removeBackup, wayBack } from './way-back.ts';

export const DECKHOUSE_SWITCHER: PlatformSwitcher = { prepare, prepareRollback, prepareFinish };

/** How often an old image that Deckhouse has set once more is replaced. */
const ROUNDS = 3;

async function prepare(
  ports: PlatformPorts,
  target: PlatformTarget,
  work: Work,
): Promise<PreparedPlatformSwitch> {
  const { cluster } = ports;
  const objects = await readDeckhouse(cluster, work.signal);
  const back = await wayBack(cluster, work.signal);
  const isSettled = isSettledIn(objects);
  const former = isSettled || back === undefined ? baseOf(objects.secret) : baseOfKeys(back.keys.to);
  const change = changeTo(objects, former, target);
  if (isNothing(change)) {
    return prepared([], async (readable, pace, running) =>
      switchReport('unchanged', change, {
        reason: `Deckhouse comes from ${formatRegistryPrefix(target.place)} already`,
        ...(back === undefined
          ? {}
          : await followed(readable, { from: baseOfKeys(back.keys.to), ...pace }, running)),
      }),
    );
  }
  const needed = await neededImages(cluster, { from: former, to: target.place }, work);
  await proveTarget(registriesFor(ports, target, objects.secret), needed, work.signal);
  return prepared(changedObjects(change), async (writable, pace, running) =>
    switchOver(writable, { change, former, isSettled }, pace, running),
  );
}

async function prepareRollback(cluster: Cluster, work: Work): Promise<PreparedPlatformSwitch> {
  const back = await wayBack(cluster, work.signal);
  if (back === undefined) throw neverSwitched('roll back');
  requireUnchanged(await readDeckhouse(cluster, work.signal), back);
  const from = baseOfKeys(back.keys.from);
  return prepared(changedObjects(back), async (writable, pace, running) => {
    const trouble = await goBack(writable, pace, running);
    return trouble === undefined
      ? switchReport('rolled-back', back, await followed(writable, { from, ...pace }, running))
      : switchReport('failed', back, { reason: trouble });
  });
}

/** Gives up the way back: what the old registry's login was is not kept any longer. */
async function prepareFinish(cluster: Cluster, work: Work): Promise<PreparedPlatformSwitch> {
  const back = await wayBack(cluster, work.signal);
  if (back === undefined) throw neverSwitched('finish');
  const kept = { object: `Secret ${D8_SYSTEM}/${BACKUP_NAME}`, from: 'kept for rollback', to: 'deleted' };
  return prepared([kept], async (writable, _, running) => {
    await removeBackup(writable, running.signal);
    return { ...switchReport('finished', back), objects: [kept] };
  });
}

function neverSwitched(what: string): ExpectedError {
  return new ExpectedError(`Deckhouse was not switched by this tool: there is nothing to ${what}`);
}

/** Throws ExpectedError where Deckhouse runs another image by now than the switch has set: it was updated since. */
function requireUnchanged({ deployment }: DeckhouseObjects, { keys, images }: DeckhouseChange): void {
  for (const { container, pointer, from, to } of images) {
    const image = valueAt(deployment, pointerSegments(pointer));
    if (image === from || image === to) continue;
    const old = formatRegistryPrefix(baseOfKeys(keys.to));
    throw new ExpectedError(
      `Deckhouse was changed since the switch: container ${container} runs ${String(image)}, not ${from}`,
      {
        nextStep: `The old registry need not have that. Move it there as anywhere else, with proof: switch --platform --to ${old}`,
      },
    );
  }
}

/** Whether Secret and Deployment agree on a registry: nothing is in the middle of a change. */
function isSettledIn({ deployment, secret }: DeckhouseObjects): boolean {
  return deckhouseImages(deployment, baseOf(secret)).some(({ container }) => container === 'deckhouse');
}

function prepared(
  changes: PreparedPlatformSwitch['changes'],
  run: PreparedPlatformSwitch['run'],
): PreparedPlatformSwitch {
  return { changes, namespaces: [D8_SYSTEM], run };
}

/** What is done already stays as it is. Throws ExpectedError. */
function changeTo(
  { deployment, secret }: DeckhouseObjects,
  base: RegistryPrefix,
  target: PlatformTarget,
): DeckhouseChange {
  const { place } = target;
  const old = deckhouseImages(deployment, base).filter(({ image }) => !liesIn(place, image));
  const main = [...old, ...deckhouseImages(deployment, place)].find(
    ({ container }) => container === 'deckhouse',
  );
  if (main?.image.tag === undefined) {
    throw new ExpectedError(
      `Deployment ${D8_SYSTEM}/deckhouse runs no image below ${formatRegistryPrefix(base)}, as its Secret says`,
      { nextStep: 'Look at both: Deckhouse may be about to change them.' },
    );
  }
  return {
    keys: { from: keysIn(secret), to: encodedKeys(registryKeys(targetRegistry(target, main.image.tag))) },
    images: old.map(({ container, pointer, image }) => ({
      container,
      pointer,
      from: formatImageReference(image),
      to: formatImageReference(rebased(image, base, place)),
    })),
  };
}

function isNothing({ keys, images }: DeckhouseChange): boolean {
  return images.length === 0 && isDeepStrictEqual(keys.from, keys.to);
}

/** The target by the login that was given, the source by the one that Deckhouse has. */
function registriesFor(ports: PlatformPorts, target: PlatformTarget, secret: KubernetesObject): Registries {
  const given = target.credential === undefined ? [] : [target.credential];
  return ports.openRegistries((image) => ({
    connection: ports.connectionFor(image.host),
    credentials: liesIn(target.place, image)
      ? given
      : credentialsFor(image, loginsIn(secret, `${D8_SYSTEM}/deckhouse-registry`)),
  }));
}

interface Pace {
  readonly timeoutSeconds: number;
}

interface SwitchOver {
  readonly change: DeckhouseChange;
  readonly former: RegistryPrefix;
  /** Not in the middle of a switch whose way back is written down already. */
  readonly isSettled: boolean;
}

/** The way back is written down before anything changes: it leads to what was there before this switch. */
async function switchOver(
  cluster: Cluster,
  { change, former, isSettled }: SwitchOver,
  pace: Pace,
  work: Work,
): Promise<PlatformSwitchReport> {
  const checksums = await readChecksums(cluster, work.signal);
  const { deployment } = await readDeckhouse(cluster, work.signal);
  const backup = backupSecret({
    keys: listedKeys(change.keys.from),
    images: change.images.map(({ container, from, to }) => ({ container, from, to })),
  });
  await tryChange(cluster, change, work.signal);
  await keepBackup(cluster, backup, { isSettled }, work.signal);
  await applyChange(cluster, change, work.signal);
  const trouble =
    (await waitForDeckhouse(cluster, { before: deployment, ...pace }, work)) ??
    (await keepImages(cluster, change, pace, work));
  if (trouble === undefined) {
    const following = { from: former, checksums, ...pace };
    return switchReport('switched', change, await followed(cluster, following, work));
  }
  const worse = await goBack(cluster, pace, work);
  return worse === undefined
    ? switchReport('rolled-back', change, { reason: trouble })
    : switchReport('failed', change, { reason: `${trouble}; and back: ${worse}` });
}

async function followed(
  cluster: Cluster,
  following: Following,
  work: Work,
): Promise<Pick<PlatformSwitchReport, 'pending' | 'restarts'>> {
  const pending = await followDeckhouse(cluster, following, work);
  return { pending, restarts: await sidecarRestarts(cluster, following.from, work) };
}

/** A Deckhouse that started before the change may render its old image once more. */
async function keepImages(
  cluster: Cluster,
  change: DeckhouseChange,
  pace: Pace,
  work: Work,
): Promise<string | undefined> {
  const old = new Set(change.images.map(({ from }) => from));
  for (let round = 0; round < ROUNDS; round += 1) {
    const { deployment } = await readDeckhouse(cluster, work.signal);
    if (!imageFields(deployment).some(({ image }) => old.has(image))) return undefined;
    await applyChange(cluster, change, work.signal);
    const trouble = await waitForDeckhouse(cluster, { before: deployment, ...pace }, work);
    if (trouble !== undefined) return trouble;
  }
  return 'Deckhouse sets its old image again and again';
}
