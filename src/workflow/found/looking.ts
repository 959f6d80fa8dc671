/** What each look for something that was named is given, and what it tells. */
import type { Inventory } from '../../domain/inventory/inventory.ts';
import type { Sought } from '../../domain/inventory/sought.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';

export interface Looking {
  readonly cluster: Cluster;
  readonly sought: Sought;
  readonly inventory: Inventory;
  readonly work: Work;
}

/** Something that was named and is not there. */
export interface Unfound {
  readonly message: string;
  readonly nextStep: string;
  /** It is told, but no error: it may well be meant. */
  readonly isWarning?: true;
}
