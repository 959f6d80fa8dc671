/** `Value`, its optional fields undefined perhaps instead of missing. */
type WithUndefined<Value> = {
  readonly [Key in keyof Value]:
    Value[Key] | (Partial<Pick<Value, Key>> extends Pick<Value, Key> ? undefined : never);
};

/** A copy as JSON holds it: fields that are undefined are missing. */
export function withoutUndefined<Value extends object>(value: WithUndefined<Value>): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}
