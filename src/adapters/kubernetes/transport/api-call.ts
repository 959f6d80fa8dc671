import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import type { Outcome } from './outcome.ts';

/** A request together with how its answer is read. */
export interface ApiCall<T> {
  readonly request: ApiRequest;
  /** Reads the answer of a request that succeeded. */
  readonly read: (response: ApiResponse) => Promise<T>;
  /** Sending it twice is as good as once, even when the first may have been processed; default: of a GET. */
  readonly repeatable?: boolean;
  /** See RefusedRequest. */
  readonly resource?: Resource;
}

/** Carries out a call. Rejects only when the call's signal is aborted (with its reason). */
export type Perform = <T>(call: ApiCall<T>) => Promise<Outcome<T>>;
