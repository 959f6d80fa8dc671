/** Reads the change log of an object, which is untrusted input. */
import { type Digest, isDigest } from '../image/reference.ts';
import { IMAGE_SLOTS } from '../image-fields/image-field.ts';
import type { FieldTree } from '../kubernetes/field-set.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import {
  integer,
  listOf,
  MalformedError,
  mapOf,
  oneOf,
  onlyFields,
  optional,
  type Reader,
  text,
} from '../schema/readers.ts';
import { type ChangeLog, type ChangeRecord, RECORD_ANNOTATION, RECORD_VERSION } from './record.ts';

/** Why an object with unreadable records is not touched. */
export const DAMAGED_RECORD = `its ${RECORD_ANNOTATION} annotation is damaged: repair or remove it`;

/** Why an object is left to a newer version of the tool. */
export const NEWER_RECORD = `its ${RECORD_ANNOTATION} annotation was written by a newer version of this tool: use that one`;

export type ReadLog = ChangeLog | { readonly problem: string };

const NO_CHANGES: ChangeLog = { changes: [], handBack: [] };

/** The change log of an object, or why it cannot be read. */
export function readChangeLog(object: KubernetesObject): ReadLog {
  const written = object.metadata.annotations?.[RECORD_ANNOTATION];
  if (written === undefined) return NO_CHANGES;
  try {
    const value = JSON.parse(written) as ChangeLog & { readonly version?: unknown };
    const { version } = value;
    if (typeof version === 'number' && version > RECORD_VERSION) return { problem: NEWER_RECORD };
    changeLog(value, '');
    return value;
  } catch {
    return { problem: DAMAGED_RECORD };
  }
}

/** The records of an object; `undefined` when the annotation is not ours to read. */
export function recordsOf(object: KubernetesObject): readonly ChangeRecord[] | undefined {
  const log = readChangeLog(object);
  return 'problem' in log ? undefined : log.changes;
}

/** Why the annotation of an object can be neither read nor replaced; `undefined`: it can. */
export function recordProblem(object: KubernetesObject): string | undefined {
  const log = readChangeLog(object);
  return 'problem' in log ? log.problem : undefined;
}

/** More than the API server allows for all annotations, so that no stored value is too long. */
const MOST = 262_144;

const someText = text({ most: MOST });
const texts = listOf(someText, MOST);

const digest: Reader<Digest> = (value, place) => {
  const read = someText(value, place);
  if (!isDigest(read)) throw new MalformedError(`${place} is not a digest`);
  return read;
};

const fieldTree: Reader<FieldTree> = (value, place) =>
  mapOf(fieldTree, { key: /^/, most: MOST })(value, place);

const imageName = { slot: oneOf(IMAGE_SLOTS), name: someText };

const changedImage = onlyFields({
  ...imageName,
  from: someText,
  to: someText,
  stands: optional(someText),
  digest: optional(digest),
});

const changedText = onlyFields({
  slot: oneOf(['mention']),
  name: someText,
  from: someText,
  to: someText,
  stands: optional(someText),
  mentions: listOf(onlyFields({ from: someText, to: someText }), MOST),
});

const change = onlyFields({
  run: optional(someText),
  merged: optional(texts),
  images: listOf(changedImage, MOST),
  texts: optional(listOf(changedText, MOST)),
  pullSecrets: optional(texts),
  already: optional(listOf(onlyFields(imageName), MOST)),
});

const owner = onlyFields({
  manager: someText,
  operation: oneOf(['Apply', 'Update']),
  apiVersion: someText,
  subresource: optional(someText),
  time: optional(someText),
  fields: fieldTree,
});

const changeLog = onlyFields({
  version: integer({ min: 1, max: RECORD_VERSION }),
  changes: listOf(change, MOST),
  handBack: listOf(owner, MOST),
  nobodys: optional(texts),
});
