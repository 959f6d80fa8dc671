import { repositoryName } from '../../domain/image/format-reference.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { liesIn } from '../../domain/mapping/registry-prefix.ts';
import { targetsOf } from '../../domain/mapping/targets-of.ts';
import type { Plan } from '../../domain/plan/plan.ts';

/**
 * Whether an image's registry may be contacted: references from pods and objects can name any host, and neither
 * requests nor logins may go to unknown ones.
 */
export function knownPlaces(
  mapping: Mapping,
  { copies }: Pick<Plan, 'copies'>,
): (image: ImageReference) => boolean {
  const planned = new Set(copies.flatMap(({ source, target }) => [source, target].map(repositoryName)));
  const targets = [...targetsOf(mapping), ...(mapping.push === undefined ? [] : [mapping.push])];
  return (image) => planned.has(repositoryName(image)) || targets.some((target) => liesIn(target, image));
}
