/** What was not searched and may refer to the source, as noun phrases: prevents an all-clear. */
import { countOf } from '../count-of.ts';
import { qualifiedName } from '../kubernetes/object-ref.ts';
import { shortList } from '../short-list.ts';
import { decides, type Inventory, workloadsByUid } from './inventory.ts';

/** Names listed at most in a sentence. */
const MOST_NAMES = 3;

export function unseenIn(inventory: Inventory): string[] {
  const { configMapsUnseen, unreferencedConfigMapsUnseen, ownersUnseen } = inventory;
  const others = unreferencedConfigMapsUnseen === true ? ['ConfigMaps that no workload references'] : [];
  return [
    ...(configMapsUnseen === true ? ['ConfigMaps'] : others),
    ...(ownersUnseen === true ? ['some owners of completed pods'] : []),
    ...hiddenThings(inventory),
  ];
}

/** What is never searched, if it may matter. */
export function hiddenThings(inventory: Inventory): string[] {
  const byUid = workloadsByUid(inventory.workloads);
  const hiding = inventory.workloads.filter(
    (one) => one.hidesEnvironment === true && decides(one, byUid),
  ).length;
  const names = new Set((inventory.unreferencedConfigMaps ?? []).map(({ object }) => qualifiedName(object)));
  return [
    ...(hiding === 0 ? [] : [`environment from Secrets (${countOf(hiding, 'workload')})`]),
    ...(names.size === 0
      ? []
      : [
          `controllers that may read ConfigMaps which no workload references (${shortList([...names], MOST_NAMES)})`,
        ]),
  ];
}
