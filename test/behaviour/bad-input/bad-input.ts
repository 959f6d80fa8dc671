/** Something that users get wrong, with what they are to be told. */
import type { Site } from '../harness/site.ts';

export interface BadInputContext {
  readonly site: Site;
  readonly namespace: string;
  /** Good flags of a move, without login. */
  readonly move: readonly string[];
  /** An empty folder. */
  readonly folder: string;
  /** Writes a file there and returns its path. */
  readonly file: (name: string, content: string) => string;
}

export interface BadInput {
  readonly args: readonly string[];
  /** Default: 2, wrong usage. */
  readonly code?: number;
  /** Words that the one line must have. */
  readonly error: readonly (string | RegExp)[];
  /** Words of what to do next; by default any. */
  readonly next?: string | RegExp;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export type Describe = (context: BadInputContext) => BadInput;

export function loginOf({ cluster }: Site): string[] {
  return ['--username', cluster.target.username, '--password-stdin'];
}
