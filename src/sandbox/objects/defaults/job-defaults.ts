/** Defaults of Jobs and CronJobs (k8s.io/kubernetes/pkg/apis/batch/v1/defaults.go). */
import type { JsonRecord } from '../json/json-record.ts';
import { changeField, fillIn } from './fill-in.ts';
import { templateLabels } from './template-labels.ts';

export const JOB_DEFAULTS: Readonly<Record<string, (value: JsonRecord) => JsonRecord>> = {
  Job: (job) => {
    const labels = templateLabels(job);
    if (labels === undefined) return job;
    return changeField(job, 'metadata', (metadata) => fillIn(metadata, { labels }));
  },
  JobSpec: (spec) => {
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
