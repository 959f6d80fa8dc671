import { ClusterError } from '../../domain/errors.ts';

/** Whether the API server refused a request for want of permission. */
export function forbidden(error: unknown): boolean {
  return error instanceof ClusterError && error.failure === 'forbidden';
}
