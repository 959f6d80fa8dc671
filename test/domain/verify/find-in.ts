import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import { type Finding, findReferences } from '../../../src/domain/verify/findings.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';

export const OLD = 'old.example/app:1';
export const NEW = 'new.example/app:1';
/** What is found in a cluster of these objects, with `old.example` as the source. */
export function findings(objects: readonly KubernetesObject[], includeFinished = false): Finding[] {
  const isSource = (image: string): boolean => image.startsWith('old.example/');
  const find = mentionFinder(namedPlaces(['old.example']));
  return findReferences(inventoryOf(objects, {}, find), isSource, includeFinished);
}
