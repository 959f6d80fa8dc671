import { UsageError } from '../errors.ts';
import { DOCKER_HUB } from '../image/docker-hub.ts';
import { formatRule } from './format-rule.ts';
import type { Mapping, PrefixRule } from './mapping.ts';
import type { RegistryPrefix } from './registry-prefix.ts';
import { formatRegistryPrefix, liesIn } from './registry-prefix.ts';
import { targetsOf } from './targets-of.ts';

/** Rejects a mapping without a source, or one that could map an image twice. Throws UsageError. */
export function checkMapping(mapping: Mapping): void {
  checkSources(mapping);
  checkRules(mapping.rules);
  checkTargets(mapping);
  checkPush(mapping);
}

function checkSources({ sources, everySource, rules }: Mapping): void {
  if (sources.length > 0 || everySource || rules.length > 0) return;
  throw new UsageError('no source registry given', {
    nextStep: "Name the registry to move away from, or '*' for every registry but the target.",
  });
}

/** A source prefix can have only one target. */
function checkRules(rules: readonly PrefixRule[]): void {
  const seen = new Map<string, PrefixRule>();
  for (const rule of rules) {
    const from = formatRegistryPrefix(rule.from);
    const other = seen.get(from);
    if (other !== undefined) {
      throw new UsageError(
        `two mapping rules have the same source: ${formatRule(other)}; ${formatRule(rule)}`,
        {
          nextStep: 'Remove one of them.',
        },
      );
    }
    seen.set(from, rule);
  }
}

/**
 * Images below a target count as moved. A source below a target would never be moved, or repeatedly; the other way
 * round (from `r.example` to `r.example/mirror`) they can be distinguished.
 */
function checkTargets(mapping: Mapping): void {
  const sources = [...mapping.sources, ...mapping.rules.map((rule) => rule.from)];
  for (const target of targetsOf(mapping)) {
    if (target.host === DOCKER_HUB && target.path === '') {
      throw new UsageError(`the target ${DOCKER_HUB} has no account`, {
        nextStep: `Use ${DOCKER_HUB}/<your account>.`,
      });
    }
    const inside = sources.find((source) => contains(target, source));
    if (inside !== undefined) throw overlapError(inside, target);
  }
}

function overlapError(source: RegistryPrefix, target: RegistryPrefix): UsageError {
  const from = formatRegistryPrefix(source);
  const to = formatRegistryPrefix(target);
  const same = from === to;
  return new UsageError(
    same ? `${from} is both source and target` : `the source ${from} lies inside the target ${to}`,
    {
      nextStep: `Moved images could not be distinguished from others: choose a target such as ${target.host}/mirror that contains no source.`,
    },
  );
}

/** The push address is unknown for a rule that leads next to the target, on the same host. */
function checkPush({ target, push, rules }: Mapping): void {
  if (push === undefined) return;
  const beside = rules.find((rule) => rule.to.host === target.host && !contains(target, rule.to));
  if (beside === undefined) return;
  const to = formatRegistryPrefix(target);
  throw new UsageError(
    `the push address is that of ${to}, but a mapping rule leads elsewhere: ${formatRule(beside)}`,
    {
      nextStep: `Let the rule lead to a place below ${to}, or shorten the target and its push address.`,
    },
  );
}

function contains(outer: RegistryPrefix, inner: RegistryPrefix): boolean {
  return liesIn(outer, { host: inner.host, repository: inner.path });
}
