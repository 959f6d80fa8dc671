/** Which images of which workloads are to move, and what stands in the way. */
import type { ImageReference } from '../image/reference.ts';
import { readImageReference } from '../image/parse-reference.ts';
import { withDefaultTag } from '../image/pin-reference.ts';
import type { ImageField } from '../inventory/image-field.ts';
import {
  controllerChain,
  followsOwner,
  type Inventory,
  isHistory,
  workloadsByUid,
} from '../inventory/inventory.ts';
import type { Workload } from '../inventory/workload.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import { mapImage } from '../mapping/map-image.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { type Obstacle, obstacleFor } from './obstacles.ts';

export interface ImageMove {
  readonly field: ImageField;
  /** With the default tag made explicit: what is really pulled. */
  readonly source: ImageReference;
  /** What the workload will say. */
  readonly target: ImageReference;
}

export interface WorkloadMove {
  readonly workload: Workload;
  readonly images: readonly ImageMove[];
  readonly obstacle?: Obstacle;
}

export interface Moves {
  readonly moves: readonly WorkloadMove[];
  /** Images that are no valid references, in sentences. */
  readonly warnings: readonly string[];
}

/** Every workload that decides about an image of the source. Pure. */
export function selectMoves(inventory: Inventory, mapping: Mapping, includeManaged: boolean): Moves {
  const byUid = workloadsByUid(inventory.workloads);
  const warnings: string[] = [];
  const all = inventory.workloads.map((workload): WorkloadMove => {
    const images = workload.images.flatMap((field) => moveOf(field, workload, { mapping, warnings }));
    const obstacle = obstacleFor(workload, { byUid, includeManaged });
    return { workload, images, ...(obstacle === undefined ? {} : { obstacle }) };
  });
  const moving = new Map(all.flatMap((move) => (move.images.length > 0 ? [[move.workload, move]] : [])));
  const moves = [...moving.values()].filter(
    ({ workload }) => !decidedAbove(workload, byUid, moving) && !isHistory(workload),
  );
  return { moves, warnings };
}

/** Images of the ephemeral containers of a pod cannot change and end with the pod: they are no move. */
function moveOf(
  field: ImageField,
  workload: Workload,
  into: { readonly mapping: Mapping; readonly warnings: string[] },
): ImageMove[] {
  if (field.slot === 'ephemeralContainer') return [];
  const result = readImageReference(field.image);
  if (!result.valid) {
    into.warnings.push(
      `${describeRef(workload.ref)}, ${field.slot} ${field.name}: ${result.problem.message}`,
    );
    return [];
  }
  const mapped = mapImage(into.mapping, result.reference);
  return mapped === undefined
    ? []
    : [{ field, source: withDefaultTag(result.reference), target: mapped.target }];
}

/** A controller that is itself patched passes the change on; one that only shares the object's marks does not. */
function decidedAbove(
  workload: Workload,
  byUid: ReadonlyMap<string, Workload>,
  moving: ReadonlyMap<Workload, WorkloadMove>,
): boolean {
  const images = new Set(workload.images.map(({ image }) => image));
  return (
    controllerChain(workload.controller, byUid).some((owner) =>
      (moving.get(owner)?.images ?? []).some(({ field }) => images.has(field.image)),
    ) || followsOwner(workload)
  );
}
