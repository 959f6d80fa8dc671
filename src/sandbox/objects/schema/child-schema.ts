import type { Schema } from './schema.ts';

/** Schema of a field of a value; `undefined` where it is unknown or there is none. */
export function childSchema(schema: Schema | undefined, name: string): Schema | undefined {
  if (schema?.kind === 'object') return schema.field(name);
  return schema?.kind === 'map' ? schema.values : undefined;
}
