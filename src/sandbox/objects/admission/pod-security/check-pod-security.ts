/** Pod Security by the labels of the namespace (k8s.io/pod-security-admission/admission). */
import { isDeepStrictEqual } from 'node:util';
import { podSpecPath, valueAt } from '../../../../domain/kubernetes/pod-spec.ts';
import { NAMESPACES } from '../../api-resources.ts';
import { forbidden } from '../../refusals.ts';
import type { AdmissionRequest } from '../admission-request.ts';
import { BASELINE } from './baseline.ts';
import type { PodCheck, PodSpec } from './pod-check.ts';
import { RESTRICTED } from './restricted.ts';

const LEVELS: Readonly<Record<string, readonly PodCheck[]>> = { baseline: BASELINE, restricted: RESTRICTED };

interface Policy {
  readonly level: string;
  /** `latest`, or such as `v1.30`: all versions are judged as the latest. */
  readonly version: string;
}

const LABEL = 'pod-security.kubernetes.io/';

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
  const violated = resource.kind === 'Pod' ? violations(enforced, spec) : '';
  if (violated !== '') {
    throw forbidden(resource, object.metadata.name, `violates PodSecurity ${named(enforced)}: ${violated}`);
  }
  const warned = warningPolicy(labels, enforced);
  const warnings = violations(warned, spec);
  if (warnings !== '') request.onWarning(`would violate PodSecurity ${named(warned)}: ${warnings}`);
}

/** The pod specification that a write brings, unless it is a pod's that stays as it is. */
function judgedSpec({ resource, object, previous }: AdmissionRequest): PodSpec | undefined {
  const path = resource.openApiSchema === undefined ? podSpecPath(resource.kind) : undefined;
  if (path === undefined) return undefined;
  const spec = valueAt(object, path) as PodSpec | undefined;
  const isSame =
    resource.kind === 'Pod' && previous !== undefined && isDeepStrictEqual(valueAt(previous, path), spec);
  return isSame ? undefined : spec;
}

type Labels = Readonly<Record<string, string>>;

function policyOf(labels: Labels, mode: 'enforce' | 'warn'): Policy {
  const level = labels[LABEL + mode] ?? 'privileged';
  return { level, version: labels[`${LABEL}${mode}-version`] ?? 'latest' };
}

/** What is enforced is warned of as well, unless the namespace says otherwise. */
function warningPolicy(labels: Labels, enforced: Policy): Policy {
  return labels[`${LABEL}warn`] === undefined ? enforced : policyOf(labels, 'warn');
}

function named({ level, version }: Policy): string {
  return `"${level}:${version}"`;
}

/** Such as `privileged (container "app" must not set ...), hostPort (...)`; empty when there are none. */
function violations({ level }: Policy, spec: PodSpec): string {
  return (LEVELS[level] ?? [])
    .flatMap((check) => check(spec) ?? [])
    .map(({ reason, detail }) => `${reason} (${detail})`)
    .join(', ');
}
