import { repositoryName } from '../../domain/image/format-reference.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { liesIn } from '../../domain/mapping/registry-prefix.ts';
import { targetsOf } from '../../domain/mapping/targets-of.ts';
import type { Plan } from '../../domain/plan/plan.ts';

/**
 * Whether the registry of an image may be asked for it: what pods report and objects carry names any host, and neither a
 * request nor a login may follow it there.
 */
export function knownPlaces(
  mapping: Mapping,
  { copies }: Pick<Plan, 'copies'>,
): (image: ImageReference) => boolean {
  const planned = new Set(
    copies
      .flatMap(({ source, target }) => [source, target])
      .map((one) => repositoryName(parseImageReference(one))),
  );
  const targets = [...targetsOf(mapping), ...(mapping.push === undefined ? [] : [mapping.push])];
  return (image) => planned.has(repositoryName(image)) || targets.some((target) => liesIn(target, image));
}
