/** Pod Security of the labels themselves: they have to be known, and tell of pods that are there already. */
import { PODS } from '../../api-resources.ts';
import { invalid } from '../../refusals.ts';
import type { Pod } from '../../pod.ts';
import { invalidValue } from '../../validation/field-error.ts';
import type { AdmissionRequest } from '../admission-request.ts';
import type { PodSpec } from './pod-check.ts';
import { LABEL, named, policyOf, violated, type Labels } from './policy.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'];
const MODES = ['enforce', 'audit', 'warn'];

/** Throws ApiFailure 422 for a level that there is none of; warns of pods that violate what is enforced from now on. */
export function checkNamespacePolicy(request: AdmissionRequest): void {
  const { resource, object, previous } = request;
  if (resource.kind !== 'Namespace' || resource.group !== '') return;
  const { labels = {}, name } = object.metadata;
  const errors = MODES.map((mode) => LABEL + mode)
    .filter((label) => labels[label] !== undefined && !LEVELS.includes(labels[label]))
    .map((label) =>
      invalidValue(`metadata.labels[${label}]`, labels[label], `must be one of ${LEVELS.join(', ')}`),
    );
  if (errors.length > 0) throw invalid(resource, name, errors);
  if (previous !== undefined && isStricter(previous.metadata.labels, labels)) warnOfPods(request, labels);
}

function isStricter(before: Labels = {}, after: Labels): boolean {
  const rank = (labels: Labels) => LEVELS.indexOf(policyOf(labels, 'enforce').level);
  return rank(after) > rank(before);
}

/** One warning for all pods that violate the same. */
function warnOfPods({ object, objects, onWarning }: AdmissionRequest, labels: Labels): void {
  const policy = policyOf(labels, 'enforce');
  const { name } = object.metadata;
  const violating = new Map<string, string[]>();
  for (const pod of objects.list(PODS, name)) {
    const reasons = violated(policy, specOf(pod)).map(({ reason }) => reason);
    if (reasons.length > 0)
      violating.set(reasons.join(', '), [...(violating.get(reasons.join(', ')) ?? []), pod.metadata.name]);
  }
  if (violating.size === 0) return;
  onWarning(
    `existing pods in namespace "${name}" violate the new PodSecurity enforce level ${named(policy)}`,
  );
  for (const [reasons, pods] of violating) onWarning(`${counted(pods)}: ${reasons}`);
}

function specOf(pod: Pod): PodSpec {
  return pod.spec ?? { containers: [] };
}

function counted([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
}
