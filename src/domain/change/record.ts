/** What was there before a change: written on the object itself, in the same patch, and read by the rollback. */
import { isDigest } from '../image/grammar/digest.ts';
import type { Digest } from '../image/reference.ts';
import { IMAGE_SLOTS, type ImageSlot } from '../inventory/image-field.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { LocalObjectReference } from '../kubernetes/pod-spec.ts';

/** Annotation that holds the records of an object as a JSON array, newest last. */
export const RECORD_ANNOTATION = 'registry-switch.io/changes';

export interface ChangedImage {
  readonly slot: ImageSlot;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** What was proven to be at `to`, and has to run there. */
  readonly digest?: Digest;
}

export interface ChangeRecord {
  /** The run that made the change; absent where no run was kept. */
  readonly run?: string;
  readonly images: readonly ChangedImage[];
  /** The whole list before and after; `null`: there was none. Names only, never their content. */
  readonly pullSecrets?: {
    readonly from: readonly LocalObjectReference[] | null;
    readonly to: readonly LocalObjectReference[];
  };
}

/** Why an object without readable records is not touched. */
export const DAMAGED_RECORD = `its ${RECORD_ANNOTATION} annotation is damaged: repair or remove it`;

/** The records of an object; `undefined` when the annotation is not ours to read (malformed). */
export function recordsOf(object: KubernetesObject): readonly ChangeRecord[] | undefined {
  const text = object.metadata.annotations?.[RECORD_ANNOTATION];
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return isRecords(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecords(value: unknown): value is ChangeRecord[] {
  return Array.isArray(value) && value.every(isRecord);
}

function isRecord(value: unknown): boolean {
  const record = value as { run?: unknown; images?: unknown; pullSecrets?: unknown } | null;
  if (typeof record !== 'object' || !Array.isArray(record?.images)) return false;
  const { run } = record;
  const known = run === undefined || typeof run === 'string';
  return known && record.images.every(isChangedImage) && isPullSecretChange(record.pullSecrets);
}

function isChangedImage(value: unknown): boolean {
  const image = value as Readonly<Record<string, unknown>> | null;
  return (
    ['name', 'from', 'to'].every((key) => typeof image?.[key] === 'string') &&
    IMAGE_SLOTS.some((slot) => slot === image?.slot) &&
    (image?.digest === undefined || (typeof image.digest === 'string' && isDigest(image.digest)))
  );
}

function isPullSecretChange(value: unknown): boolean {
  if (value === undefined) return true;
  const change = value as Readonly<Record<string, unknown>> | null;
  return isPullSecretList(change?.to) && (change?.from === null || isPullSecretList(change?.from));
}

function isPullSecretList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isLocalObjectReference);
}

/** `name` alone, and even that is optional in the API. */
function isLocalObjectReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([key, name]) => key === 'name' && typeof name === 'string');
}
