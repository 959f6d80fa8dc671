/** Defaults of Jobs and CronJobs (k8s.io/kubernetes/pkg/apis/batch/v1/defaults.go). */
import type { JsonRecord } from '../json/json-record.ts';
import { changeField, fillIn } from './fill-in.ts';
import { templateLabels } from './template-labels.ts';

export const JOB_DEFAULTS: Readonly<Record<string, (value: JsonRecord) => JsonRecord>> = {
  Job: (job) => {
    const whole = changeField(job, 'spec', jobSpec);
    const labels = templateLabels(whole);
    if (labels === undefined) return whole;
    return changeField(whole, 'metadata', (metadata) => fillIn(metadata, { labels }));
  },
  PodFailurePolicyOnPodConditionsPattern: (pattern) => fillIn(pattern, { status: 'True' }),
  CronJobSpec: (spec) =>
    fillIn(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    }),
};

/** Not of the template in a CronJob. */
function jobSpec(spec: JsonRecord): JsonRecord {
  const isSingle = spec.completions === undefined && spec.parallelism === undefined;
  return fillIn(spec, {
    ...(isSingle ? { completions: 1 } : {}),
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
    manualSelector: false,
  });
}
