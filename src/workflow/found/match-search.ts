/** What each look for something that was named is given, and what it tells. */
import type { Inventory } from '../../domain/inventory/inventory.ts';
import type { RequiredMatches } from '../../domain/inventory/required-matches.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';

export interface MatchSearch {
  readonly cluster: Cluster;
  readonly matches: RequiredMatches;
  readonly inventory: Inventory;
  readonly work: Work;
}

/** Something that was named and is not there. */
export interface MissingMatch {
  readonly message: string;
  readonly nextStep: string;
  /** It is told, but no error: it may well be meant. */
  readonly isWarning?: true;
}
