/** Label selectors as requests carry them: `app=web,tier in (a, b),!canary`. */
import { ApiFailure } from '../api-failure.ts';
import type { ObjectName } from '../stored.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether an object is selected. */
export type Selector = (object: { readonly metadata: ObjectName & { readonly labels?: Labels } }) => boolean;

type Requirement = (labels: Labels) => boolean;

/** Throws ApiFailure 400 when the text is none. The empty text selects all. */
export function parseLabelSelector(text: string): Selector {
  const requirements = splitRequirements(text).map((part) => parseRequirement(part));
  return ({ metadata: { labels = {} } }) => requirements.every((holds) => holds(labels));
}

/** At the commas that are not between parentheses. */
function splitRequirements(text: string): string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

const SET = /^([^\s!=(),]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const COMPARISON = /^([^\s!=(),<>]+)\s*(==|=|!=|<|>)\s*([^\s!=(),]*)$/;
const PRESENCE = /^(!?)\s*([^\s!=(),]+)$/;

function parseRequirement(part: string): Requirement {
  const set = SET.exec(part);
  if (set !== null) return setRequirement(set);
  const comparison = COMPARISON.exec(part);
  if (comparison !== null) return comparisonRequirement(comparison);
  const presence = PRESENCE.exec(part);
  if (presence !== null) {
    const [, not, key = ''] = presence;
    return (labels) => Object.hasOwn(labels, key) === (not === '');
  }
  throw new ApiFailure(400, 'BadRequest', `unable to parse requirement: ${complaint(part)}`);
}

function complaint(part: string): string {
  const [, unopened] = /^\S+\s+(?:in|notin)\s+([^\s(]+)/.exec(part) ?? [];
  if (unopened !== undefined) return `found '${unopened}' expected: '('`;
  const [, second] = /^[^\s!=(),<>]+\s+([^\s=!<>(),]+)/.exec(part) ?? [];
  return second === undefined
    ? `found '${part}', expected: identifier`
    : `found '${second}', expected: in, notin, =, ==, !=, gt, lt`;
}

function setRequirement([, key = '', operator, list = '']: readonly string[]): Requirement {
  const values = new Set(list.split(',').map((value) => value.trim()));
  if (operator === 'in') return (labels) => Object.hasOwn(labels, key) && values.has(labels[key] ?? '');
  return (labels) => !Object.hasOwn(labels, key) || !values.has(labels[key] ?? '');
}

function comparisonRequirement([, key = '', operator, value = '']: readonly string[]): Requirement {
  switch (operator) {
    case '!=':
      return (labels) => labels[key] !== value;
    case '<':
      return (labels) => Number(labels[key]) < Number(value);
    case '>':
      return (labels) => Number(labels[key]) > Number(value);
    default:
      return (labels) => labels[key] === value;
  }
}
