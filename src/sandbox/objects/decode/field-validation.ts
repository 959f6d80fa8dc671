/** What becomes of fields that are unknown or there twice (the parameter `fieldValidation`); Warn is the default. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';
