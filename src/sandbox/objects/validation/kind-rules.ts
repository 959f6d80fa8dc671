/** Rules for the built-in kinds, beyond those for every object. */
import type { Stored } from '../stored.ts';
import type { FieldError } from './field-error.ts';

/** What is wrong with an object; `previous`: as it is, when it is changed. */
export type Rule = (object: Stored, previous?: Stored) => readonly FieldError[];

export const KIND_RULES: ReadonlyMap<string, Rule> = new Map();
