/** The way back from a switch of Deckhouse: taken, or given up. */
import { ExpectedError } from '../../../domain/errors.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import { parseImageReference } from '../../../domain/image/parse-reference.ts';
import type { Digest } from '../../../domain/image/reference.ts';
import { formatRegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { PlatformPorts, PreparedPlatformSwitch } from '../../../domain/plan/profile.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { followed } from '../after/followed.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { tryChange } from './apply-change.ts';
import { carryOut } from './carry-out.ts';
import { baseOf, readDeckhouse, rebased } from './deckhouse-objects.ts';
import { neededImages } from './needed-images.ts';
import { proveTarget } from './prove-target.ts';
import { registriesFor } from './registries-for.ts';
import { requireRights } from './require-rights.ts';
import { BACKUP_NAME } from './switch-backup.ts';
import { changedObjects, preparedSwitch, switchReport } from './switch-report.ts';
import { changeBack, readWayBack, removeWayBack, type WayBack } from './way-back.ts';

/** Back to where Deckhouse was before its last switch, with proof that the old registry has what runs now. */
export async function prepareRollback(ports: PlatformPorts, work: Work): Promise<PreparedPlatformSwitch> {
  const { cluster } = ports;
  const way = await readWayBack(cluster, work.signal);
  if (way === undefined) throw neverSwitched('roll back');
  const objects = await readDeckhouse(cluster, work.signal);
  const back = await changeBack(cluster, way, work.signal);
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
  return { ...preparedSwitch(changes, run), signOff: way.signOff };
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
export async function prepareFinish(cluster: Cluster, work: Work): Promise<PreparedPlatformSwitch> {
  if ((await readWayBack(cluster, work.signal)) === undefined) throw neverSwitched('finish');
  const kept = { object: `Secret ${D8_SYSTEM}/${BACKUP_NAME}`, from: 'kept for rollback', to: 'deleted' };
  return preparedSwitch([kept], async (writable, _, running) => {
    await removeWayBack(writable, running.signal);
    return switchReport('finished', [kept]);
  });
}

function neverSwitched(what: string): ExpectedError {
  return new ExpectedError(`Deckhouse was not switched by this tool: there is nothing to ${what}`);
}
