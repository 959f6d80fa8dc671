/** What the podFailurePolicy of a Job says about a failed pod (k8s `pod_failure_policy.go`). */
import type { Pod } from '../kinds.ts';
import type { DesiredJob } from './desired-job.ts';

type Policy = NonNullable<DesiredJob['failurePolicy']>;
type Rule = Policy['rules'][number];
type ExitCodes = NonNullable<Rule['onExitCodes']>;
type Statuses = NonNullable<Pod['status']>['containerStatuses'];

export interface Verdict {
  readonly action: 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';
  /** Why the Job fails. */
  readonly message: string;
}

/** The first rule that matches decides; without one a failure counts. */
export function judgeFailure(policy: Policy | undefined, pod: Pod): Verdict {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const cause = matched(rule, pod);
    if (cause === undefined) continue;
    const action = rule.action as Verdict['action'];
    return { action, message: `${cause} matching ${action} rule at index ${index}` };
  }
  return { action: 'Count', message: '' };
}

function matched({ onExitCodes, onPodConditions }: Rule, pod: Pod): string | undefined {
  const { namespace = '', name } = pod.metadata;
  if (onExitCodes !== undefined) return exited(onExitCodes, pod);
  const condition = pod.status?.conditions?.find(({ type, status }) =>
    onPodConditions?.some((pattern) => pattern.type === type && (pattern.status ?? 'True') === status),
  );
  return condition === undefined ? undefined : `Pod ${namespace}/${name} has condition ${condition.type}`;
}

function exited(rule: ExitCodes, { metadata, status }: Pod): string | undefined {
  const { namespace = '', name } = metadata;
  const found =
    matchingCode(rule, status?.containerStatuses) ?? matchingCode(rule, status?.initContainerStatuses);
  if (found === undefined) return undefined;
  return `Container ${found.name} for pod ${namespace}/${name} failed with exit code ${found.exitCode}`;
}

function matchingCode(rule: ExitCodes, statuses: Statuses = []) {
  return statuses
    .map(({ name, state }) => ({ name, exitCode: state?.terminated?.exitCode ?? 0 }))
    .filter(({ name }) => rule.containerName === undefined || rule.containerName === name)
    .find(({ exitCode }) => exitCode !== 0 && rule.values.includes(exitCode) === (rule.operator === 'In'));
}
