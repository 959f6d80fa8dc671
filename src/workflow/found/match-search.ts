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

/** Something named by the user that does not exist. */
export interface MissingMatch {
  readonly message: string;
  readonly nextStep: string;
  /** A warning instead of an error: it may be intended. */
  readonly isWarning?: true;
}
