/** Switches Deckhouse itself to another registry, and back: Secret and Deployment by hand, as its document tells. */
import { credentialsFor } from '../../../domain/credentials/credentials-for.ts';
import { loginsIn } from '../../../domain/credentials/logins-in.ts';
import { ExpectedError, UsageError } from '../../../domain/errors.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import { parseImageReference } from '../../../domain/image/parse-reference.ts';
import type { Digest } from '../../../domain/image/reference.ts';
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
import { type DeckhouseChange, isDone, tryChange } from './apply-change.ts';
import { carryOut, type Pace } from './carry-out.ts';
import {
  baseOf,
  deckhouseImages,
  type DeckhouseObjects,
  overlap,
  readDeckhouse,
  rebased,
} from './deckhouse-objects.ts';
import { neededImages } from './needed-images.ts';
import { proveTarget } from './prove-target.ts';
import { type EncodedKeys, keysIn } from './registry-keys.ts';
import { requireRights } from './require-rights.ts';
import { BACKUP_NAME } from './switch-backup.ts';
import { changedObjects, switchReport } from './switch-report.ts';
import { keepWayBack, readWayBack, removeWayBack, type WayBack } from './way-back.ts';

export const DECKHOUSE_SWITCHER: PlatformSwitcher = { prepare, prepareRollback, prepareFinish };

async function prepare(
  ports: PlatformPorts,
  target: PlatformTarget,
  work: Work,
): Promise<PreparedPlatformSwitch> {
  const { cluster } = ports;
  const objects = await readDeckhouse(cluster, work.signal);
  const kept = await readWayBack(cluster, work.signal);
  const isSettled = mainTag(objects, baseOf(objects.secret)) !== undefined;
  const unsettled = isSettled ? undefined : kept;
  const from = unsettled?.base ?? baseOf(objects.secret);
  const change = changeTo(objects, from, target);
  if (formatRegistryPrefix(from) === formatRegistryPrefix(target.place) && isDone(objects, change)) {
    return prepared([], async (readable, pace, running) =>
      unchanged(readable, { target, kept, pace }, running),
    );
  }
  requireApart(from, target.place);
  const keys = unsettled?.keys ?? keysIn(objects.secret);
  const registries = registriesFor(ports, target, keys);
  const prove = async () =>
    proveTarget(
      registries,
      await neededImages(cluster, change, unsettled?.digests ?? new Map(), work),
      work.signal,
    );
  const way = {
    base: from,
    to: target.place,
    keys,
    digests: await prove(),
  };
  await requireRights(cluster, work.signal);
  const changes = changedObjects(objects, change);
  return prepared(changes, async (writable, pace, running) => {
    const checksums = await readChecksums(writable, running.signal);
    await tryChange(writable, change, running.signal);
    // The question may have stood for hours.
    await prove();
    await keepWayBack(writable, way, { isSettled }, running.signal);
    const trouble = await carryOut(writable, change, pace, running);
    if (trouble !== undefined) return givenUp(writable, { way, trouble, changes }, pace, running);
    const signOff = (await readWayBack(writable, running.signal))?.signOff;
    const following = await followed(writable, { from, checksums, ...pace }, running);
    return switchReport('switched', changes, { ...following, ...(signOff === undefined ? {} : { signOff }) });
  });
}

/** Another login for the same repository is no move. Throws UsageError. */
function requireApart(from: RegistryPrefix, to: RegistryPrefix): void {
  const [old, target] = [formatRegistryPrefix(from), formatRegistryPrefix(to)];
  if (old === target || !overlap(from, to)) return;
  throw new UsageError(`${target} and ${old}, where Deckhouse comes from, lie in one another`, {
    nextStep: 'Choose a repository beside the old one.',
  });
}

async function unchanged(
  cluster: Cluster,
  { target, kept, pace }: { target: PlatformTarget; kept: WayBack | undefined; pace: Pace },
  work: Work,
): Promise<PlatformSwitchReport> {
  const reason = `Deckhouse comes from ${formatRegistryPrefix(target.place)} already`;
  const following = kept === undefined ? {} : await followed(cluster, { from: kept.base, ...pace }, work);
  return switchReport('unchanged', [], { reason, ...following });
}

/** By what is known here, not by what stands in the cluster. */
async function givenUp(
  cluster: Cluster,
  { way, trouble, changes }: { way: WayBack; trouble: string; changes: PreparedPlatformSwitch['changes'] },
  pace: Pace,
  work: Work,
): Promise<PlatformSwitchReport> {
  try {
    const back = await wayAsChange(cluster, way, work);
    await tryChange(cluster, back, work.signal);
    const worse = await carryOut(cluster, back, pace, work);
    if (worse !== undefined)
      return switchReport('failed', changes, { reason: `${trouble}; and back: ${worse}` });
    await removeWayBack(cluster, work.signal);
    return switchReport('rolled-back', changes, { reason: trouble });
  } catch (error) {
    if (!(error instanceof ExpectedError) || work.signal.aborted) throw error;
    const reason = `${trouble}; and back: ${error.message}. ${WAY_OUT}`;
    return switchReport('failed', changes, { reason });
  }
}

const WAY_OUT =
  'Where a webhook in the pod of Deckhouse refuses because that pod is down: delete its entry from ValidatingWebhookConfiguration deckhouse-webhook as system:sudouser (Deckhouse renders it again), then run rollback --platform';

async function prepareRollback(ports: PlatformPorts, work: Work): Promise<PreparedPlatformSwitch> {
  const { cluster } = ports;
  const way = await readWayBack(cluster, work.signal);
  if (way === undefined) throw neverSwitched('roll back');
  const objects = await readDeckhouse(cluster, work.signal);
  const back = await wayAsChange(cluster, way, work);
  const isKnown = [way.to, way.base].some(
    (base) => formatRegistryPrefix(base) === formatRegistryPrefix(baseOf(objects.secret)),
  );
  if (!isKnown) {
    throw new ExpectedError(
      `Secret ${D8_SYSTEM}/deckhouse-registry names ${formatRegistryPrefix(baseOf(objects.secret))} by now, not ${formatRegistryPrefix(way.to)}`,
      {
        nextStep: `Somebody moved it on: switch --platform --to ${formatRegistryPrefix(way.base)} moves it there with proof.`,
      },
    );
  }
  const registries = registriesFor(ports, undefined, way.keys);
  const needed = await neededImages(cluster, { from: way.to, to: way.base }, digestsAtTarget(way), work);
  await proveTarget(registries, needed, work.signal);
  await requireRights(cluster, work.signal);
  const changes = changedObjects(objects, back);
  const run: PreparedPlatformSwitch['run'] = async (writable, pace, running) => {
    await tryChange(writable, back, running.signal);
    const trouble = await carryOut(writable, back, pace, running);
    if (trouble !== undefined) return switchReport('failed', changes, { reason: trouble });
    await removeWayBack(writable, running.signal);
    return switchReport('rolled-back', changes, await followed(writable, { from: way.to, ...pace }, running));
  };
  return { ...prepared(changes, run), signOff: way.signOff };
}

/** What was proven of the images by tag, by the names that they have now. */
function digestsAtTarget({ digests, base, to }: WayBack): ReadonlyMap<string, Digest> {
  return new Map(
    [...digests].map(([name, digest]) => [
      formatImageReference(rebased(parseImageReference(name), base, to)),
      digest,
    ]),
  );
}

/** Gives up the way back: what the old registry's login was is not kept any longer. */
async function prepareFinish(cluster: Cluster, work: Work): Promise<PreparedPlatformSwitch> {
  if ((await readWayBack(cluster, work.signal)) === undefined) throw neverSwitched('finish');
  const kept = { object: `Secret ${D8_SYSTEM}/${BACKUP_NAME}`, from: 'kept for rollback', to: 'deleted' };
  return prepared([kept], async (writable, _, running) => {
    await removeWayBack(writable, running.signal);
    return switchReport('finished', [kept]);
  });
}

function neverSwitched(what: string): ExpectedError {
  return new ExpectedError(`Deckhouse was not switched by this tool: there is nothing to ${what}`);
}

function prepared(
  changes: PreparedPlatformSwitch['changes'],
  run: PreparedPlatformSwitch['run'],
): PreparedPlatformSwitch {
  return { changes, namespaces: [D8_SYSTEM], run };
}

/** The tag of Deckhouse itself, where it runs from below a base. */
function mainTag({ deployment }: DeckhouseObjects, base: RegistryPrefix): string | undefined {
  return deckhouseImages(deployment, base).find(({ container }) => container === 'deckhouse')?.image.tag;
}

/** What is done already stays as it is. Throws ExpectedError. */
function changeTo(objects: DeckhouseObjects, from: RegistryPrefix, target: PlatformTarget): DeckhouseChange {
  const tag = mainTag(objects, from) ?? mainTag(objects, target.place);
  if (tag === undefined) {
    throw new ExpectedError(
      `Deployment ${D8_SYSTEM}/deckhouse runs no image below ${formatRegistryPrefix(from)}, as its Secret says`,
      {
        nextStep:
          'Look at both: Deckhouse may be about to change them. A switch that was begun is taken back by rollback --platform.',
      },
    );
  }
  const to = encodedKeys(registryKeys(targetRegistry(target, tag)));
  return { from, to: target.place, keys: { from: keysIn(objects.secret), to } };
}

/** What runs now goes back below the former base, whatever its tags are by now. */
async function wayAsChange(
  cluster: Cluster,
  { keys, base, to }: WayBack,
  work: Work,
): Promise<DeckhouseChange> {
  const { secret } = await readDeckhouse(cluster, work.signal);
  return { from: to, to: base, keys: { from: keysIn(secret), to: keys } };
}

/** The target by the login that was given, everything else by the one that Deckhouse has there. */
function registriesFor(
  ports: PlatformPorts,
  target: PlatformTarget | undefined,
  keys: EncodedKeys,
): Registries {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: '' }, data: keys };
  const given = target?.credential === undefined ? [] : [target.credential];
  return ports.openRegistries((image) => ({
    connection: ports.connectionFor(image.host),
    credentials:
      target !== undefined && liesIn(target.place, image)
        ? given
        : credentialsFor(image, loginsIn(secret, `${D8_SYSTEM}/deckhouse-registry`)),
  }));
}

async function followed(
  cluster: Cluster,
  following: Following,
  work: Work,
): Promise<Pick<PlatformSwitchReport, 'pending' | 'restarts'>> {
  const pending = await followDeckhouse(cluster, following, work);
  return { pending, restarts: await sidecarRestarts(cluster, following.from, work) };
}
