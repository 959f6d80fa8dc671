export interface VerbInput {
  /** What the user called the cluster, if anything. */
  readonly name: string | undefined;
  readonly keep: boolean;
  /** What stands after `--`. */
  readonly command: readonly string[];
}

export interface Verb {
  readonly help: string;
  /** Returns the exit code. */
  readonly run: (input: VerbInput) => Promise<number>;
}

/** The cluster of a developer who has only one. */
export const DEFAULT_NAME = 'dev';

/** Talk goes to stderr: stdout carries results, or what a command inside the cluster prints. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
