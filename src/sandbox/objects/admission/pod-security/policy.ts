/** What the labels of a namespace ask of its pods. */
import { BASELINE } from './baseline.ts';
import type { PodCheck, PodSpec, Violation } from './pod-check.ts';
import { RESTRICTED } from './restricted.ts';

const CHECKS: Readonly<Record<string, readonly PodCheck[]>> = { baseline: BASELINE, restricted: RESTRICTED };

export interface Policy {
  readonly level: string;
  /** `latest`, or such as `v1.30`: all versions are judged as the latest. */
  readonly version: string;
}

export type Labels = Readonly<Record<string, string>>;

export const LABEL = 'pod-security.kubernetes.io/';

export function policyOf(labels: Labels, mode: 'enforce' | 'warn'): Policy {
  const level = labels[LABEL + mode] ?? 'privileged';
  return { level, version: labels[`${LABEL}${mode}-version`] ?? 'latest' };
}

/** What is enforced is warned of as well, unless the namespace says otherwise. */
export function warningPolicy(labels: Labels, enforced: Policy): Policy {
  return labels[`${LABEL}warn`] === undefined ? enforced : policyOf(labels, 'warn');
}

/** As messages name it. */
export function named({ level, version }: Policy): string {
  return `"${level}:${version}"`;
}

export function violated({ level }: Policy, spec: PodSpec): readonly Violation[] {
  return (CHECKS[level] ?? []).flatMap((check) => check(spec) ?? []);
}
