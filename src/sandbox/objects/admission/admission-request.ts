import type { ApiResource } from '../api-resource.ts';
import type { Objects } from '../objects.ts';
import type { Stored } from '../stored.ts';

/** A write that is to be let in or refused. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly resource: ApiResource;
  /** Absent for the object itself. */
  readonly subresource?: 'status' | undefined;
  /** As it is to be stored; of a deletion as it is. */
  readonly object: Stored;
  /** As it is; absent when it is created. */
  readonly previous?: Stored;
  /** What else is there. */
  readonly objects: Pick<Objects, 'get' | 'list'>;
  readonly onWarning: (text: string) => void;
}

/** Lets a write in, or throws ApiFailure. */
export type AdmissionCheck = (request: AdmissionRequest) => void;
