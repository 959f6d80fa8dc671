import { ClusterError } from '../../domain/errors.ts';

/** Whether the API server refused a request for lack of permission. */
export function forbidden(error: unknown): boolean {
  return error instanceof ClusterError && error.failure === 'forbidden';
}

/** For `.catch`: what counts where the permission to ask is missing; every other error stays one. */
export function ifForbidden<const Other>(otherwise: Other): (error: unknown) => Other {
  return (error) => {
    if (!forbidden(error)) throw error;
    return otherwise;
  };
}
