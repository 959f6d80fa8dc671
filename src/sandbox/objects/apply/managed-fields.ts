/** The entries of `metadata.managedFields`. */
import { isRecord, recordOf } from '../json/json-record.ts';
import { fromFieldsV1, isEmpty, toFieldsV1, type FieldSet } from './field-set.ts';

export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** Absent for the object itself. */
  readonly subresource?: string;
}

/** What a manager owns. */
export interface Ownership extends Owner {
  /** RFC 3339. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** Whether an entry that somebody wrote can be read. */
export function isOwnership(entry: unknown): boolean {
  const { operation, apiVersion, fieldsType, fieldsV1 } = recordOf(entry);
  return (
    (operation === 'Apply' || operation === 'Update') &&
    typeof apiVersion === 'string' &&
    apiVersion !== '' &&
    fieldsType === 'FieldsV1' &&
    isRecord(fieldsV1)
  );
}

export function readOwnerships(managedFields: readonly unknown[] | undefined): readonly Ownership[] {
  return (managedFields ?? []).map((entry) => {
    const { fieldsV1, manager, operation, apiVersion, time, subresource } = recordOf(entry);
    return {
      manager: String(manager),
      operation: operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: String(apiVersion),
      ...(typeof subresource === 'string' && subresource !== '' ? { subresource } : {}),
      ...(typeof time === 'string' ? { time } : {}),
      fields: fromFieldsV1(fieldsV1),
    };
  });
}

/** Entries for those who own anything: those who applied first, then by time. */
export function writeOwnerships(ownerships: readonly Ownership[]): readonly object[] {
  return ownerships
    .filter(({ fields }) => !isEmpty(fields))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(({ fields, subresource, ...owner }) => ({
      ...owner,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
      ...(subresource === undefined ? {} : { subresource }),
    }));
}

function order({ operation, time = '', manager }: Ownership): string {
  return `${operation} ${time} ${manager}`;
}

export function isSameOwner(a: Owner, b: Owner): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    a.subresource === b.subresource
  );
}
