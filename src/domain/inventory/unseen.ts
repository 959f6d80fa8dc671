/** What may refer to the source and was not looked at, in words that a sentence takes: no all-clear is given over it. */
import { countOf } from '../count-of.ts';
import { qualifiedName } from '../kubernetes/object-ref.ts';
import { shortList } from '../short-list.ts';
import { decides, type Inventory, workloadsByUid } from './inventory.ts';

/** A sentence stays readable. */
const MOST_NAMES = 3;

export function unseenIn(inventory: Inventory): string[] {
  const { configMapsUnseen, strayConfigMapsUnseen, ownersUnseen } = inventory;
  const others = strayConfigMapsUnseen === true ? ['ConfigMaps that no workload names'] : [];
  return [
    ...(configMapsUnseen === true ? ['ConfigMaps'] : others),
    ...(ownersUnseen === true ? ['some owners of pods that have ended'] : []),
    ...hiddenThings(inventory),
  ];
}

/** What nobody looks at, whatever he may: only where it may matter. */
export function hiddenThings(inventory: Inventory): string[] {
  const byUid = workloadsByUid(inventory.workloads);
  const hiding = inventory.workloads.filter(
    (one) => one.hidesEnvironment === true && decides(one, byUid),
  ).length;
  const stray = new Set((inventory.strayConfigMaps ?? []).map(({ object }) => qualifiedName(object)));
  return [
    ...(hiding === 0 ? [] : [`environment from Secrets (${countOf(hiding, 'workload')})`]),
    ...(stray.size === 0
      ? []
      : [
          `controllers that may read ConfigMaps which no workload names (${shortList([...stray], MOST_NAMES)})`,
        ]),
  ];
}
