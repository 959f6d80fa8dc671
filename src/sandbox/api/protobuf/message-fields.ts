/** Which field of a message has which number (the `protobuf` tags of the Go types in k8s.io/api). */
import { CORE_FIELDS } from './core-fields.ts';
import { META_FIELDS } from './meta-fields.ts';
import { REVIEW_FIELDS } from './review-fields.ts';
import { VOLUME_FIELDS } from './volume-fields.ts';
import { WORKLOAD_FIELDS } from './workload-fields.ts';

export interface MessageField {
  /** In JSON; of a message whose fields are those of the message around it, the name of its type. */
  readonly name: string;
  readonly isInline: boolean;
  /** Empty texts, zeroes and false are sent only when they are meant. */
  readonly isOptional: boolean;
}

/**
 * By Go type, the fields in the order of their numbers, from 1 on: `+Type` is inline, `*name` is a pointer to a scalar,
 * `-` is a number that nothing has.
 */
const TABLE: Readonly<Record<string, string>> = {
  ...META_FIELDS,
  ...CORE_FIELDS,
  ...VOLUME_FIELDS,
  ...WORKLOAD_FIELDS,
  ...REVIEW_FIELDS,
};

const read = new Map<string, readonly MessageField[]>();

/** The field of a message by its number; `undefined` for one that is not known. */
export function messageField(type: string, number: number): MessageField | undefined {
  const fields = read.get(type) ?? (TABLE[type] ?? '').split(' ').map(fieldOf);
  read.set(type, fields);
  return fields[number - 1];
}

function fieldOf(token: string): MessageField {
  return {
    name: token.replace(/^[+*]/, ''),
    isInline: token.startsWith('+'),
    isOptional: token.startsWith('*'),
  };
}
