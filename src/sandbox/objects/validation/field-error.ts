/** What is wrong with a field, in the words of apimachinery's `field.Error`. */
export interface FieldError {
  /** Type of the cause, such as `FieldValueRequired`. */
  readonly reason: keyof typeof WORDS;
  /** Path such as `spec.template.spec.containers[0].image`. */
  readonly field: string;
  /** What is there, where it may be shown. */
  readonly value?: unknown;
  readonly detail?: string;
}

const WORDS = {
  FieldValueRequired: 'Required value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueNotFound: 'Not found',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
};

export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, detail };
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, value, detail };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = `supported values: ${supported.map((one) => `"${one}"`).join(', ')}`;
  return { reason: 'FieldValueNotSupported', field, value, detail };
}

export function valueNotFound(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueNotFound', field, value };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueDuplicate', field, value };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, detail };
}

/** `most`: bytes. */
export function tooLong(field: string, most: number): FieldError {
  return { reason: 'FieldValueTooLong', field, detail: `may not be more than ${most} bytes` };
}

const IMMUTABLE = 'field is immutable';

export function immutable(field: string, value: unknown): FieldError {
  return invalidValue(field, value ?? null, IMMUTABLE);
}

/** The error without its field: `Invalid value: "x": must be no more than 63 characters`. */
export function bodyOf({ reason, value, detail = '' }: FieldError): string {
  const shown = value === undefined ? '' : `: ${JSON.stringify(value)}`;
  return `${WORDS[reason]}${shown}${detail === '' ? '' : `: ${detail}`}`;
}
