import { UsageError } from '../errors.ts';
import { DOCKER_HUB } from '../image/docker-hub.ts';
import { formatImageReference } from '../image/format-reference.ts';
import { repositoryFault } from '../image/grammar/repository.ts';
import type { ImageReference } from '../image/reference.ts';
import { formatRule } from './format-rule.ts';
import type { Mapping, PrefixRule } from './mapping.ts';
import { formatRegistryPrefix, isSameHost, liesIn } from './registry-prefix.ts';
import { targetRepository } from './target-repository.ts';
import { targetsOf } from './targets-of.ts';

/** The mapping result of an image; `rule` describes what decided. */
export type MappingDecision =
  | { readonly kind: 'mapped'; readonly target: ImageReference; readonly rule: string }
  | { readonly kind: 'at-target' | 'no-source'; readonly rule: string };

/** An image's target reference, and the rule that decided. */
export type MappedImage = Extract<MappingDecision, { readonly kind: 'mapped' }>;

/**
 * The target of an image; `undefined` when it comes from no source or is already at the target. Tag and digest are
 * unchanged. Throws UsageError when the target would be an invalid reference.
 */
export function mapImage(mapping: Mapping, image: ImageReference): MappedImage | undefined {
  const decision = decideImage(mapping, image);
  return decision.kind === 'mapped' ? decision : undefined;
}

/** Whether mapImage maps an image; never throws. */
export function comesFromSource(mapping: Mapping, image: ImageReference): boolean {
  if (targetsOf(mapping).some((target) => liesIn(target, image))) return false;
  return mapping.rules.some(({ from }) => liesIn(from, image)) || sourceOf(mapping, image) !== undefined;
}

/** As mapImage, with the reason when it is not mapped. */
export function decideImage(mapping: Mapping, image: ImageReference): MappingDecision {
  const at = targetsOf(mapping).find((target) => liesIn(target, image));
  if (at !== undefined) return { kind: 'at-target', rule: `already at ${formatRegistryPrefix(at)}` };
  const rule = mapping.rules.find(({ from }) => liesIn(from, image));
  if (rule !== undefined) return { kind: 'mapped', target: byRule(rule, image), rule: formatRule(rule) };
  const source = sourceOf(mapping, image);
  if (source === undefined) return { kind: 'no-source', rule: 'not from a source' };
  return {
    kind: 'mapped',
    target: moved(image, mapping.target.host, targetRepository(mapping, image)),
    rule: `strategy ${mapping.strategy}, source ${source}`,
  };
}

function sourceOf(mapping: Mapping, image: ImageReference): string | undefined {
  const named = mapping.sources.find((source) => liesIn(source, image));
  if (named !== undefined) return formatRegistryPrefix(named);
  if (!mapping.everySource) return undefined;
  const targets = [...targetsOf(mapping), ...(mapping.push === undefined ? [] : [mapping.push])];
  return targets.some(({ host }) => isSameHost(host, image.host)) ? undefined : '*';
}

function byRule({ from, to }: PrefixRule, image: ImageReference): ImageReference {
  const rest = image.repository.slice(from.path === '' ? 0 : from.path.length + 1);
  return moved(image, to.host, [to.path, rest].filter((part) => part !== '').join('/'));
}

/** Replaces host and repository. Throws UsageError for an invalid reference. */
function moved(image: ImageReference, host: string, repository: string): ImageReference {
  const target = { ...image, host, repository };
  const place = (): string => `${formatImageReference(image)} would become ${formatImageReference(target)}`;
  if (host === DOCKER_HUB && !repository.includes('/')) {
    throw new UsageError(`${place()}, which has no account`, {
      nextStep: `Map it to ${DOCKER_HUB}/<your account>.`,
    });
  }
  const fault = repositoryFault(repository);
  if (fault === undefined) return target;
  throw new UsageError(`${place()}: ${fault.reason}`, {
    nextStep: 'Choose another target prefix or strategy, or add a mapping rule for this image.',
  });
}
