import { RegistryError } from '../../domain/errors.ts';

/** For `.catch`: what counts where a registry gives no answer; every other error stays one. */
export function ifNoAnswer<Other>(otherwise: (error: RegistryError) => Other): (error: unknown) => Other {
  return (error) => {
    if (!(error instanceof RegistryError)) throw error;
    return otherwise(error);
  };
}
