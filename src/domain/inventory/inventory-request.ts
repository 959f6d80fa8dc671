import type { SourceMatcher } from '../mapping/source-matcher.ts';
import type { MentionFinder } from '../mention/mention.ts';
import type { CustomImages } from './custom-images.ts';
import type { Scope } from './scope.ts';

/** The scope of an inventory. */
export interface InventoryRequest {
  readonly scope: Scope;
  readonly customImages: readonly CustomImages[];
  /** Absent: mentions are not searched. */
  readonly findMentions?: MentionFinder;
  /** Absent: owners of completed pods are not checked for future pods from the source. */
  readonly isSource?: SourceMatcher;
}
