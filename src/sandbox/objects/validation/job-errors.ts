/** Rules for Jobs and CronJobs (k8s.io/kubernetes/pkg/apis/batch/validation). */
import type { V1CronJobSpec, V1JobSpec } from '@kubernetes/client-node';
import { isDeepStrictEqual } from 'node:util';
import type { Plain, Stored } from '../stored.ts';
import { immutable, invalidValue, notSupported, required, type FieldError } from './field-error.ts';
import { isTemplateChanged } from './job-template-change.ts';
import { mismatchErrors, templateErrors } from './template-errors.ts';

type JobSpec = Partial<Plain<V1JobSpec>>;

const RESTART_POLICIES = ['OnFailure', 'Never'];
const COUNTS = [
  'parallelism',
  'completions',
  'backoffLimit',
  'activeDeadlineSeconds',
  'ttlSecondsAfterFinished',
] as const;

export function jobErrors(object: Stored, previous?: Stored): FieldError[] {
  const { spec = {} } = object as { readonly spec?: JobSpec };
  const missing = spec.selector === undefined ? [required('spec.selector')] : [];
  const errors = [...missing, ...jobSpecErrors('spec', spec), ...mismatchErrors(spec)];
  if (previous === undefined) return errors;
  const { spec: before = {} } = previous as { readonly spec?: JobSpec };
  return [...errors, ...changeErrors(spec, before)];
}

function jobSpecErrors(field: string, spec: JobSpec): FieldError[] {
  const isIndexed = spec.completionMode === 'Indexed';
  return [
    ...COUNTS.filter((name) => (spec[name] ?? 0) < 0).map((name) =>
      invalidValue(`${field}.${name}`, spec[name], 'must be greater than or equal to 0'),
    ),
    ...(isIndexed && spec.completions === undefined
      ? [required(`${field}.completions`, 'when completion mode is Indexed')]
      : []),
    ...templateErrors(`${field}.template`, spec.template),
    ...restartErrors(`${field}.template.spec.restartPolicy`, spec),
  ];
}

/** The default of pods is none for Jobs: the server says that it has to be given. */
function restartErrors(field: string, { template }: JobSpec): FieldError[] {
  const restartPolicy = template?.spec?.restartPolicy ?? 'Always';
  if (RESTART_POLICIES.includes(restartPolicy)) return [];
  if (restartPolicy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')];
  return [notSupported(field, restartPolicy, RESTART_POLICIES)];
}

function changeErrors(spec: JobSpec, before: JobSpec): FieldError[] {
  const isElastic = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  const changed = {
    completions: spec.completions !== before.completions && !isElastic,
    selector: !isDeepStrictEqual(spec.selector, before.selector),
    template: isTemplateChanged(spec.template, before.template, before.suspend === true),
    completionMode: spec.completionMode !== before.completionMode,
  };
  const fields = ['completions', 'selector', 'template', 'completionMode'] as const;
  return fields.filter((field) => changed[field]).map((field) => immutable(`spec.${field}`, spec[field]));
}

const CONCURRENCY = ['Allow', 'Forbid', 'Replace'];

export function cronJobErrors(object: Stored): FieldError[] {
  const { spec = {} } = object as { readonly spec?: Partial<Plain<V1CronJobSpec>> };
  const { schedule = '', concurrencyPolicy = '', jobTemplate } = spec;
  return [
    ...scheduleErrors(schedule),
    ...(CONCURRENCY.includes(concurrencyPolicy)
      ? []
      : [notSupported('spec.concurrencyPolicy', concurrencyPolicy, CONCURRENCY)]),
    ...jobSpecErrors('spec.jobTemplate.spec', jobTemplate?.spec ?? {}),
  ];
}

function scheduleErrors(schedule: string): FieldError[] {
  if (schedule === '') return [required('spec.schedule')];
  const fields = schedule.trim().split(/\s+/);
  if (schedule.startsWith('@') || fields.length === 5) return [];
  const problem = `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  return [invalidValue('spec.schedule', schedule, problem)];
}
