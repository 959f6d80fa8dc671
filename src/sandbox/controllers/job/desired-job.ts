/** What a Job asks for, with the defaults of the API filled in. */
import type { Job, PodTemplate } from '../kinds.ts';

type JobSpec = NonNullable<Job['spec']>;

export interface DesiredJob {
  readonly template: PodTemplate;
  readonly parallelism: number;
  /** Absent where one success is enough. */
  readonly completions: number | undefined;
  readonly indexed: boolean;
  readonly suspended: boolean;
  readonly backoffLimit: number;
  readonly backoffLimitPerIndex: number | undefined;
  /** In seconds. */
  readonly deadline: number | undefined;
  readonly failurePolicy: JobSpec['podFailurePolicy'];
  /** A pod that is being deleted counts, and is replaced, only once it has failed. */
  readonly failedOnly: boolean;
}

const DEFAULTS = { parallelism: 1, suspend: false, backoffLimit: 6 };

export function desiredJob({ spec }: Job): DesiredJob {
  const filled = { template: {}, ...DEFAULTS, ...spec };
  return {
    template: filled.template,
    parallelism: filled.parallelism,
    completions: spec?.completions,
    indexed: spec?.completionMode === 'Indexed',
    suspended: filled.suspend,
    backoffLimit: filled.backoffLimit,
    backoffLimitPerIndex: spec?.backoffLimitPerIndex,
    deadline: spec?.activeDeadlineSeconds,
    failurePolicy: spec?.podFailurePolicy,
    failedOnly: waitsForFailure(spec),
  };
}

function waitsForFailure(spec: Job['spec']): boolean {
  return spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined;
}
