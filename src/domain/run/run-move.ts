/**
 * What a run does, by flag name: all that `resume` takes from a journal. Never where to connect, whom to trust, which
 * login to use or what to run.
 */
import { MAPPING_STRATEGIES } from '../mapping/mapping.ts';
import { PIN_POLICIES } from '../plan/pinning.ts';
import {
  boolean,
  fields,
  integer,
  listOf,
  oneOf,
  optional,
  type ReadBy,
  type Reader,
  text,
} from '../schema/readers.ts';

/** For names, prefixes, selectors and paths, which have no control characters. */
const WORD = text({ most: 2000, pattern: /^\P{Cc}+$/u });
const WORDS = listOf(WORD, 2000);
const DURATION = text({ most: 40, pattern: /^[\d.hms]+$/ });

/** A complete mapping rule, since the file may have changed. */
const RULE = fields({ from: WORD, to: WORD });

const READERS = {
  from: optional(WORDS),
  to: WORD,
  'push-to': optional(WORD),
  strategy: oneOf(MAPPING_STRATEGIES),
  'max-depth': optional(integer({ min: 1, max: 1000 })),
  rules: listOf(RULE, 10_000),
  drift: oneOf(['running', 'tag', 'refuse']),
  pin: oneOf(PIN_POLICIES),
  overwrite: boolean,
  'include-managed': boolean,
  // Older journals do not have it.
  'rewrite-mentions': optional(boolean),
  namespace: optional(WORDS),
  'exclude-namespace': optional(WORDS),
  selector: optional(WORD),
  'image-path': optional(WORDS),
  'max-in-flight': integer({ min: 1, max: 100 }),
  timeout: DURATION,
  canary: boolean,
  'wave-size': integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  'wave-order': optional(WORDS),
  settle: DURATION,
  'on-failure': oneOf(['halt', 'continue', 'rollback-all']),
  'copy-timeout': optional(DURATION),
  parallelism: optional(integer({ min: 1, max: 100 })),
};

export const MOVE = fields(READERS) satisfies Reader<unknown>;

export type RunMove = ReadBy<typeof MOVE>;

/** The flags stored in a journal. */
export const MOVE_FLAGS = Object.keys(READERS) as readonly (keyof RunMove)[];
