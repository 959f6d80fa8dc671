/** Carries a change of Deckhouse out, until it is ready with it and stays so. */
import type { Cluster } from '../../../domain/ports/cluster.ts';
import type { Work } from '../../../domain/ports/progress.ts';
import { applyChange, type DeckhouseChange, imageChanges } from './apply-change.ts';
import { readDeckhouse } from './deckhouse-objects.ts';
import { waitForDeckhouse } from './wait-for-deckhouse.ts';

export interface Pace {
  readonly timeoutSeconds: number;
}

/** A Deckhouse that started before the change may render its old images once more, so often at most. */
const ROUNDS = 3;

/** `undefined`: done; else what is wrong, in a sentence. Throws ClusterError, ExpectedError. */
export async function carryOut(
  cluster: Cluster,
  change: DeckhouseChange,
  { timeoutSeconds }: Pace,
  work: Work,
): Promise<string | undefined> {
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { deployment: before } = await readDeckhouse(cluster, work.signal);
    await applyChange(cluster, change, work.signal);
    const trouble = await waitForDeckhouse(cluster, { before, timeoutSeconds }, work);
    if (trouble !== undefined) return trouble;
    const { deployment } = await readDeckhouse(cluster, work.signal);
    if (imageChanges(deployment, change).length === 0) return undefined;
  }
  return 'Deckhouse sets its old images again and again';
}
