/** The form of a change log: what stands in the cluster is checked before it is believed. */
import { isDigest } from '../image/grammar/digest.ts';
import { IMAGE_SLOTS } from '../inventory/image-field.ts';
import type { ChangeLog } from './record.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/** Whether a parsed annotation has the form that this version writes. */
export function isChangeLog(value: unknown): value is ChangeLog {
  return isObject({
    version: isVersion,
    changes: listOf(isChange),
    handBack: listOf(isOwner),
    nobodys: optional(listOf(isText)),
  })(value);
}

const isVersion: Check = (value) => value === 1;
const isText: Check = (value) => typeof value === 'string';
const isSlot: Check = (value) => IMAGE_SLOTS.some((slot) => slot === value);
const isSomeDigest: Check = (value) => typeof value === 'string' && isDigest(value);
const isOperation: Check = (value) => value === 'Apply' || value === 'Update';

const isImageName = isObject({ slot: isSlot, name: isText });

const isChange = isObject({
  run: optional(isText),
  merged: optional(listOf(isText)),
  images: listOf(
    isObject({ slot: isSlot, name: isText, from: isText, to: isText, digest: optional(isSomeDigest) }),
  ),
  pullSecrets: optional(listOf(isText)),
  already: optional(listOf(isImageName)),
});

const isOwner = isObject({
  manager: isText,
  operation: isOperation,
  apiVersion: isText,
  subresource: optional(isText),
  time: optional(isText),
  fields: isTree,
});

function isTree(value: unknown): boolean {
  return isFields(value) && Object.values(value).every(isTree);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No other fields than these. */
function isObject(checks: Readonly<Record<string, Check>>): Check {
  return (value) =>
    isFields(value) &&
    Object.keys(value).every((key) => Object.hasOwn(checks, key)) &&
    Object.entries(checks).every(([key, check]) => check(value[key]));
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}
