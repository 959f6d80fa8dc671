/** Switches Deckhouse itself to another registry: Secret and Deployment by hand, as its document tells. */
import { ExpectedError, UsageError } from '../../../domain/errors.ts';
import type { Digest } from '../../../domain/image/reference.ts';
import { formatRegistryPrefix, type RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type {
  PlatformPorts,
  PlatformSwitcher,
  PlatformSwitchReport,
  PlatformTarget,
  PreparedPlatformSwitch,
} from '../../../domain/plan/profile.ts';
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { followed } from '../after/followed.ts';
import { readChecksums } from '../after/follow-deckhouse.ts';
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
} from './deckhouse-objects.ts';
import { neededImages } from './needed-images.ts';
import { prepareFinish, prepareRollback } from './prepare-rollback.ts';
import { proveTarget } from './prove-target.ts';
import { registriesFor } from './registries-for.ts';
import { keysIn } from './registry-keys.ts';
import { requireRights } from './require-rights.ts';
import { changedObjects, preparedSwitch, switchReport } from './switch-report.ts';
import { changeBack, keepWayBack, readWayBack, removeWayBack, type WayBack } from './way-back.ts';

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
    return preparedSwitch([], async (readable, pace, running) =>
      unchanged(readable, { target, kept, pace }, running),
    );
  }
  requireApart(from, target.place);
  const keys = unsettled?.keys ?? keysIn(objects.secret);
  const registries = registriesFor(ports, target, keys);
  const known = unsettled?.digests ?? new Map<string, Digest>();
  const prove = async (asking: Work) =>
    proveTarget(registries, await neededImages(cluster, change, known, asking), asking.signal);
  const way = { base: from, to: target.place, keys, digests: ofTags(await prove(work)) };
  await requireRights(cluster, work.signal);
  const changes = changedObjects(objects, change);
  return preparedSwitch(changes, async (writable, pace, running) => {
    const checksums = await readChecksums(writable, running.signal);
    await tryChange(writable, change, running.signal);
    // The question may have stood for hours.
    await prove(running);
    await keepWayBack(writable, way, { isSettled }, running.signal);
    const trouble = await carryOut(writable, change, pace, running);
    if (trouble !== undefined) return givenUp(writable, { way, trouble, changes }, pace, running);
    const signOff = (await readWayBack(writable, running.signal))?.signOff;
    const following = await followed(writable, { from, checksums, ...pace }, running);
    return switchReport('switched', changes, { ...following, ...(signOff === undefined ? {} : { signOff }) });
  });
}

/** An image that is named by its digest tells it itself. */
function ofTags(digests: ReadonlyMap<string, Digest>): ReadonlyMap<string, Digest> {
  return new Map([...digests].filter(([name]) => !name.includes('@')));
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
    const back = await changeBack(cluster, way, work.signal);
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
