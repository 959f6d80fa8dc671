/** Which images of which workloads move, and what prevents it. */
import { UsageError } from '../errors.ts';
import type { ImageReference } from '../image/reference.ts';
import { readImageReference } from '../image/parse-reference.ts';
import { withDefaultTag } from '../image/pin-reference.ts';
import { certainPlace } from '../image/templated.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import {
  controllerChain,
  followsOwner,
  type Inventory,
  isHistory,
  workloadsByUid,
} from '../inventory/inventory.ts';
import type { Workload } from '../inventory/workload.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import { comesFromSource as comesFrom, mapImage } from '../mapping/map-image.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { type MentionMove, mentionMoves } from './mention-moves.ts';
import { type UnsupportedImage, type Obstacle, type ObstacleContext, obstacleFor } from './obstacles.ts';
import { untaggedField } from './untagged-field.ts';

export interface ImageMove {
  readonly field: ImageField;
  /** With an explicit default tag: what is pulled. */
  readonly source: ImageReference;
  /** The new reference. */
  readonly target: ImageReference;
}

export interface WorkloadMove {
  readonly workload: Workload;
  readonly images: readonly ImageMove[];
  /** Mentions of the source outside its image fields. */
  readonly mentions: readonly MentionMove[];
  readonly obstacle?: Obstacle;
  /** Source images that cannot be mapped, or are templated or untagged, as written; part of the obstacle. */
  readonly unmappable?: readonly string[];
}

export interface Moves {
  readonly moves: readonly WorkloadMove[];
  /** Invalid image references, in sentences. */
  readonly warnings: readonly string[];
}

/** Every workload that sets or mentions an image of the source. Pure. */
export function selectMoves(
  inventory: Inventory,
  mapping: Mapping,
  policy: Omit<ObstacleContext, 'byUid'>,
): Moves {
  const byUid = workloadsByUid(inventory.workloads);
  const warnings: string[] = [];
  const mentionsOf = mentionMoves(inventory, mapping);
  const all = inventory.workloads.map((workload): WorkloadMove => {
    const read = workload.images.flatMap((field) => moveOf(workload, field, mapping));
    warnings.push(...invalidImages(workload, read));
    const misfits = read.flatMap(({ misfit }) => misfit ?? []);
    const obstacle = obstacleFor(workload, { byUid, ...policy }) ?? misfits[0];
    return {
      workload,
      images: read.flatMap(({ move }) => move ?? []),
      mentions: mentionsOf(workload),
      ...(obstacle === undefined ? {} : { obstacle }),
      ...(misfits.length === 0 ? {} : { unmappable: misfits.map(({ image }) => image) }),
    };
  });
  const moving = new Map(all.flatMap((move) => (comesFromSource(move) ? [[move.workload, move]] : [])));
  const moves = [...moving.values(), ...setByOthers(inventory, mapping)].filter(
    ({ workload }) => !decidedAbove(workload, byUid, moving) && !isHistory(workload, byUid),
  );
  return { moves, warnings };
}

/** Images that are set repeatedly by others: left alone, independent of the workload's other images. */
function setByOthers({ workloads }: Inventory, mapping: Mapping): WorkloadMove[] {
  return workloads.flatMap((workload) =>
    workload.images.flatMap(({ image, name, setBy }): WorkloadMove[] => {
      const read = readImageReference(image);
      if (setBy === undefined || !read.valid || !comesFrom(mapping, read.reference)) return [];
      const reason = `container ${name}: its image is set by ${setBy}: change it there`;
      return [
        { workload, images: [], mentions: [], obstacle: { code: 'controlled', reason }, unmappable: [image] },
      ];
    }),
  );
}

function comesFromSource({ images, mentions, unmappable = [] }: WorkloadMove): boolean {
  return images.length + mentions.length + unmappable.length > 0;
}

/** The result for a field: a move, an unmappable image, or not an image. */
interface ReadField {
  readonly move?: ImageMove;
  readonly misfit?: UnsupportedImage;
  /** In a sentence. */
  readonly invalid?: string;
}

/** Ephemeral containers are not moved: their images are immutable and end with the pod. */
function moveOf({ ref }: Workload, field: ImageField, mapping: Mapping): ReadField[] {
  if (field.slot === 'ephemeralContainer' || field.setBy !== undefined) return [];
  const result = readImageReference(field.image);
  if (!result.valid) return [unreadable(field, mapping, result.problem.message)];
  try {
    const mapped = mapImage(mapping, result.reference);
    if (mapped === undefined) return [];
    const misfit = untaggedField(ref, field, result.reference) ?? neverPulled(field);
    if (misfit !== undefined) return [{ misfit }];
    return [{ move: { field, source: withDefaultTag(result.reference), target: mapped.target } }];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const reason = [error.message, error.nextStep ?? ''].join(': ');
    return [{ misfit: { code: 'unmappable', reason, image: field.image } }];
  }
}

function unreadable({ slot, name, image }: ImageField, mapping: Mapping, problem: string): ReadField {
  const place = certainPlace(image);
  if (place !== undefined && comesFrom(mapping, place)) return { misfit: templated(image) };
  return { invalid: `${slot} ${name}: ${shortened(problem)}` };
}

function neverPulled({ image, neverPulled: isNever }: ImageField): UnsupportedImage | undefined {
  if (isNever !== true) return undefined;
  const reason =
    'its pull policy is Never, and its nodes have the image only under its current name: set IfNotPresent, or load the image on the nodes under its new name and change the workload yourself';
  return { code: 'never-pulled', reason, image };
}

function templated(image: string): UnsupportedImage {
  const reason = `${shortened(image)} refers to the source and is templated, which this tool cannot move: change it at its origin`;
  return { code: 'templated', reason, image };
}

/** Reported at most for one workload. */
const INVALID_SHOWN = 3;
/** Characters shown of a text, which may be long. */
const CHARACTERS_SHOWN = 500;

function invalidImages({ ref }: Workload, read: readonly ReadField[]): string[] {
  const invalid = read.flatMap((one) => one.invalid ?? []);
  const more = invalid.length - INVALID_SHOWN;
  return [
    ...invalid.slice(0, INVALID_SHOWN).map((text) => `${describeRef(ref)}, ${text}`),
    ...(more > 0 ? [`${describeRef(ref)}: ${more} more invalid image references`] : []),
  ];
}

function shortened(text: string): string {
  return text.length > CHARACTERS_SHOWN ? `${text.slice(0, CHARACTERS_SHOWN)}...` : text;
}

/** Whether a patched controller above propagates the change. */
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
