import type { V1LabelSelector, V1PodTemplateSpec } from '@kubernetes/client-node';
import type { Plain } from '../stored.ts';
import { forbiddenField, invalidValue, notSupported, required, type FieldError } from './field-error.ts';
import { labelErrors } from './metadata-errors.ts';
import { podSpecErrors } from './pod-spec-errors.ts';
import { selects } from '../selectors/selects.ts';
import { isEmptySelector } from './is-empty-selector.ts';

type Template = Plain<V1PodTemplateSpec>;

/** Rules for the pod template of a workload at `field`. */
export function templateErrors(field: string, template: Template | undefined): FieldError[] {
  if (template === undefined) return [required(field)];
  return [
    ...labelErrors(`${field}.labels`, template.metadata?.labels),
    ...podSpecErrors(`${field}.spec`, template.spec),
  ];
}

/** Such as `Deployment`; `word`: as messages name the kind. */
export function lastingErrors(field: string, template: Template | undefined, word: string): FieldError[] {
  const { restartPolicy, activeDeadlineSeconds } = template?.spec ?? {};
  const problem = `activeDeadlineSeconds in ${word} is not Supported`;
  return [
    ...(restartPolicy === undefined || restartPolicy === 'Always'
      ? []
      : [notSupported(`${field}.spec.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [forbiddenField(`${field}.spec.activeDeadlineSeconds`, problem)]),
  ];
}

export interface Selecting {
  readonly selector?: Plain<V1LabelSelector> | undefined;
  readonly template?: Template | undefined;
}

/** Rules for the selector of a workload and how it goes with its template; `word`: as messages name the kind. */
export function selectorErrors({ selector, template }: Selecting, word: string): FieldError[] {
  if (selector === undefined) {
    const unmatched = template === undefined ? [] : [mismatch(template.metadata?.labels ?? {})];
    return [required('spec.selector'), ...unmatched];
  }
  if (isEmptySelector(selector)) {
    return [invalidValue('spec.selector', selector, `empty selector is invalid for ${word}`)];
  }
  return mismatchErrors({ selector, template });
}

export function mismatchErrors({ selector, template }: Selecting): FieldError[] {
  const labels = template?.metadata?.labels ?? {};
  if (selector === undefined || template === undefined || selects(selector, labels)) return [];
  return [mismatch(labels)];
}

function mismatch(labels: object): FieldError {
  const problem = '`selector` does not match template `labels`';
  return invalidValue('spec.template.metadata.labels', labels, problem);
}
