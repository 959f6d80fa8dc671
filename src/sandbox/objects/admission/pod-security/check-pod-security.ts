/** Pod Security by the labels of the namespace (k8s.io/pod-security-admission/admission). */
import { isDeepStrictEqual } from 'node:util';
import { NAMESPACES } from '../../api-resources.ts';
import { valueAt } from '../../json/value-at.ts';
import { forbidden } from '../../refusals.ts';
import type { AdmissionRequest } from '../admission-request.ts';
import type { PodSpec } from './pod-check.ts';
import { named, policyOf, violated, warningPolicy, type Policy } from './policy.ts';

/**
 * Throws ApiFailure 403 when a pod violates what the namespace enforces. What it only warns of, pods of a template
 * included, is told as a warning.
 */
export function checkPodSecurity(request: AdmissionRequest): void {
  const { resource, object, objects } = request;
  const spec = judgedSpec(request);
  const labels = objects.get(NAMESPACES, { name: object.metadata.namespace ?? '' })?.metadata.labels;
  if (labels === undefined || spec === undefined) return;
  const enforced = policyOf(labels, 'enforce');
  const refused = resource.kind === 'Pod' ? violations(enforced, spec) : '';
  if (refused !== '') {
    throw forbidden(resource, object.metadata.name, `violates PodSecurity ${named(enforced)}: ${refused}`);
  }
  const warned = warningPolicy(labels, enforced);
  const warnings = violations(warned, spec);
  if (warnings !== '') request.onWarning(`would violate PodSecurity ${named(warned)}: ${warnings}`);
}

const IN_TEMPLATE = ['spec', 'template', 'spec'];

const POD_SPEC_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', ['spec']],
  ['CronJob', ['spec', 'jobTemplate', ...IN_TEMPLATE]],
  ...['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job'].map(
    (kind) => [kind, IN_TEMPLATE] as const,
  ),
]);

/** The pod specification that a write brings, unless it is a pod's that stays as it is. */
function judgedSpec({ resource, object, previous }: AdmissionRequest): PodSpec | undefined {
  const path = resource.openApiSchema === undefined ? POD_SPEC_PATHS.get(resource.kind) : undefined;
  if (path === undefined) return undefined;
  const spec = valueAt(object, path) as PodSpec | undefined;
  const isSame =
    resource.kind === 'Pod' && previous !== undefined && isDeepStrictEqual(valueAt(previous, path), spec);
  return isSame ? undefined : spec;
}

/** Such as `privileged (container "app" must not set ...), hostPort (...)`; empty when there are none. */
function violations(policy: Policy, spec: PodSpec): string {
  return violated(policy, spec)
    .map(({ reason, detail }) => `${reason} (${detail})`)
    .join(', ');
}
