/** Pod Security of the labels themselves: the levels have to be known. */
import { invalid } from '../../refusals.ts';
import { invalidValue } from '../../validation/field-error.ts';
import type { AdmissionRequest } from '../admission-request.ts';
import { LABEL } from './policy.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'];
const MODES = ['enforce', 'audit', 'warn'];

/** Throws ApiFailure 422 for a level that there is none of. */
export function checkNamespacePolicy({ resource, object }: AdmissionRequest): void {
  if (resource.kind !== 'Namespace' || resource.group !== '') return;
  const { labels = {}, name } = object.metadata;
  const errors = MODES.map((mode) => LABEL + mode)
    .filter((label) => labels[label] !== undefined && !LEVELS.includes(labels[label]))
    .map((label) =>
      invalidValue(`metadata.labels[${label}]`, labels[label], `must be one of ${LEVELS.join(', ')}`),
    );
  if (errors.length > 0) throw invalid(resource, name, errors);
}
