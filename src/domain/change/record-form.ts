/** The form of a change log: what stands in the cluster is checked before it is believed. */
import { isDigest } from '../image/grammar/digest.ts';
import type { Digest } from '../image/reference.ts';
import { IMAGE_SLOTS } from '../inventory/image-field.ts';
import type { FieldTree } from '../kubernetes/field-set.ts';
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
import type { ChangeLog } from './record.ts';

/** All annotations of an object together have fewer characters: nothing that the API server took is too long. */
const MOST = 262_144;

const someText = text({ most: MOST });
const texts = listOf(someText, MOST);

const digest: Reader<Digest> = (value, place) => {
  const read = someText(value, place);
  if (!isDigest(read)) throw new MalformedError(`${place} is no digest`);
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
  version: integer({ min: 1, max: 2 }),
  changes: listOf(change, MOST),
  handBack: listOf(owner, MOST),
  nobodys: optional(texts),
});

/** Whether a parsed annotation has the form that this version writes. */
export function isChangeLog(value: unknown): value is ChangeLog {
  try {
    changeLog(value, '');
    return true;
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}
