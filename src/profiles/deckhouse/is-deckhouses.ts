import type { Workload } from '../../domain/inventory/workload.ts';
import { D8_SYSTEM } from './copier/copier-secret.ts';

/** Whether Deckhouse writes a workload: what it renders, and itself. */
export function isDeckhouses({ ref, managers }: Workload): boolean {
  const isItself =
    ref.resource.kind === 'Deployment' && ref.namespace === D8_SYSTEM && ref.name === 'deckhouse';
  return isItself || managers.some(({ kind }) => kind === 'deckhouse');
}
