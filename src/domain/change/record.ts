/** The values before a change: recorded on the object itself, in the same patch, and read by the rollback. */
import type { Digest } from '../image/reference.ts';
import type { ImageSlot } from '../image-fields/image-field.ts';
import type { FieldTree } from '../kubernetes/field-set.ts';

/** Annotation that holds the change log of an object as JSON. */
export const RECORD_ANNOTATION = 'registry-switch.io/changes';

/** The newest format that this version supports. */
export const RECORD_VERSION = 2;

/** The format without texts, readable by older versions. */
const WITHOUT_TEXTS = 1;

export interface ChangedImage {
  readonly slot: ImageSlot;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** The image that the server stored, if it differs: modifications by webhooks are part of the change. */
  readonly stands?: string;
  /** The digest that was proven at `to` and has to run. */
  readonly digest?: Digest;
}

/** A text of a template with rewritten references, recorded as a whole so that it is restored byte for byte. */
export interface ChangedText extends Omit<ChangedImage, 'slot' | 'digest'> {
  /** Named by its place: `container manager args[2]`. */
  readonly slot: 'mention';
  /** The rewritten references in it. */
  readonly mentions: readonly Pick<ChangedImage, 'from' | 'to'>[];
}

export interface ChangeRecord {
  /** The run that made the change; for merged records the newest. Absent without a run. */
  readonly run?: string;
  /** Runs whose changes were merged into this record, oldest first; absent: `run` alone. */
  readonly merged?: readonly string[];
  readonly images: readonly ChangedImage[];
  /** Absent: no text was rewritten. */
  readonly texts?: readonly ChangedText[];
  /** Names that were added to `imagePullSecrets`. */
  readonly pullSecrets?: readonly string[];
  /** Images that came from the target before the change and do not need the added pull Secrets. */
  readonly already?: readonly Pick<ChangedImage, 'slot' | 'name'>[];
}

/** The values that a change has replaced: images and whole texts. */
export function replacedBy({ images, texts = [] }: ChangeRecord): readonly (ChangedImage | ChangedText)[] {
  return [...images, ...texts];
}

/** The references in texts that a change has rewritten, each by the place of its text. */
export function rewrittenBy({ texts = [] }: Pick<ChangeRecord, 'texts'>): readonly ChangedImage[] {
  return texts.flatMap(({ slot, name, mentions }) =>
    mentions.map(({ from, to }) => ({ slot, name, from, to })),
  );
}

/** All references that a change has replaced, as written. */
export function formerReferences(record: ChangeRecord): string[] {
  return [...record.images, ...rewrittenBy(record)].map(({ from }) => from);
}

/** A field manager, and the fields whose ownership our patch took. */
export interface FormerOwner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly fields: FieldTree;
}

export interface ChangeLog {
  /** Newest last. */
  readonly changes: readonly ChangeRecord[];
  /** Former owners still to be restored; empty when a change is complete. */
  readonly handBack: readonly FormerOwner[];
  /** JSON pointers to fields that had no owner before our patch and should have none again; absent: none. */
  readonly nobodys?: readonly string[];
}

/** Whether a change is incomplete: field ownership is still to be restored. */
export function isOwnerRestoreDue({ handBack, nobodys = [] }: ChangeLog): boolean {
  return handBack.length + nobodys.length > 0;
}

/** The value of the annotation; `null`: remove it. */
export function recordText({ changes, handBack, nobodys = [] }: ChangeLog): string | null {
  if (changes.length + handBack.length + nobodys.length === 0) return null;
  const due = nobodys.length === 0 ? {} : { nobodys };
  const version = changes.some(({ texts }) => texts !== undefined) ? RECORD_VERSION : WITHOUT_TEXTS;
  return JSON.stringify({ version, changes, handBack, ...due });
}
