/** What the user named and has to exist. */
import type { CustomImages } from './custom-images.ts';
import type { Scope } from './scope.ts';

export interface RequiredMatches {
  readonly scope: Scope;
  /** Given by the user, not stored ones, which may be gone by now. */
  readonly customImages: readonly CustomImages[];
  /** `host[:port][/path]`, or `*`. */
  readonly from: readonly string[];
  /** The `from` of rules, whose file may be shared by clusters. */
  readonly rules: readonly string[];
  /** Namespaces that go first. */
  readonly waveOrder: readonly string[];
  /** Namespace of the journals. */
  readonly stateNamespace: string;
  /** Only warn about what does not exist: with --ignore-not-found, or for a resumed run. */
  readonly mayBeMissing: boolean;
}
