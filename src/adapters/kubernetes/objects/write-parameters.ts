import { FIELD_MANAGER } from '../../../domain/kubernetes/own-names.ts';
import type { WriteOptions } from '../../../domain/ports/cluster.ts';

/** Query of every write: who writes, and that a field which the server does not know is an error. */
export function writeParameters({ dryRun }: WriteOptions): Readonly<Record<string, string | undefined>> {
  return {
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    dryRun: dryRun === true ? 'All' : undefined,
  };
}
