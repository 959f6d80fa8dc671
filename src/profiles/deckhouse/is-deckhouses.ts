import type { Workload } from '../../domain/inventory/workload.ts';
import { D8_SYSTEM } from './copier/copier-secret.ts';

/** Whether Deckhouse writes a workload: what it renders, and itself. Elsewhere its label is anybody's word. */
export function isDeckhouses({ ref, managers }: Workload): boolean {
  const isItself =
    ref.resource.kind === 'Deployment' && ref.namespace === D8_SYSTEM && ref.name === 'deckhouse';
  return isItself || (isItsNamespace(ref.namespace) && managers.some(({ kind }) => kind === 'deckhouse'));
}

/** Only who may create namespaces has any of these. */
export function isItsNamespace(namespace = ''): boolean {
  return /^(d8|kube)-/.test(namespace);
}
