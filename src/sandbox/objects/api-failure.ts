/** A request that the API server refuses, as its `Status` object tells it (apimachinery, meta/v1 `Status`). */
export interface StatusCause {
  /** Such as `FieldValueRequired`. */
  readonly reason?: string;
  readonly message: string;
  /** Path of the field, such as `spec.template`. */
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** Plural for most reasons, the kind for `Invalid`. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** HTTP status. */
  readonly code: number;
  /** Such as `NotFound`; empty for `Unknown`. */
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}
