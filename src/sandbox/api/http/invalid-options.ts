import { ApiFailure } from '../../objects/api-failure.ts';

/** What is wrong with a query parameter. */
export interface OptionProblem {
  readonly field: string;
  /** Such as `FieldValueForbidden`. */
  readonly reason: string;
  /** Such as `Forbidden: ...`. */
  readonly message: string;
}

/** The failure of a request whose query parameters, taken as an object of meta/v1, are invalid: 422. */
export function invalidOptions(kind: string, { field, reason, message }: OptionProblem): ApiFailure {
  return new ApiFailure(422, 'Invalid', `${kind}.meta.k8s.io "" is invalid: ${field}: ${message}`, {
    group: 'meta.k8s.io',
    kind,
    causes: [{ reason, message, field }],
  });
}
