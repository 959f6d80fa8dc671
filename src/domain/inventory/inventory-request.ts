import type { SourceMatcher } from '../mapping/source-matcher.ts';
import type { MentionFinder } from '../mention/mention.ts';
import type { CustomImages } from './custom-images.ts';
import type { Scope } from './scope.ts';

/** What an inventory is to cover. */
export interface InventoryRequest {
  readonly scope: Scope;
  readonly customImages: readonly CustomImages[];
  /** Absent: references that are no images are not looked for. */
  readonly findMentions?: MentionFinder;
  /** Absent: owners of what has ended are not asked whether they will start more from the source. */
  readonly isSource?: SourceMatcher;
}
