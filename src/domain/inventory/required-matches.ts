/** What has to be there, as a command names it. */
import type { CustomImages } from './custom-images.ts';
import type { Scope } from './scope.ts';

/** What a command was told to look at, or for. */
export interface RequiredMatches {
  readonly scope: Scope;
  /** Those that the user gave; what is remembered may be gone by now. */
  readonly customImages: readonly CustomImages[];
  /** `host[:port][/path]`, or `*`. */
  readonly from: readonly string[];
  /** The sources of rules: a file may serve many clusters. */
  readonly rules: readonly string[];
  /** Namespaces that go first. */
  readonly waveOrder: readonly string[];
  /** Namespace of the journals. */
  readonly stateNamespace: string;
  /** What is not there is told only: it may be so on purpose, or be gone since a run was begun. */
  readonly mayBeMissing: boolean;
}
