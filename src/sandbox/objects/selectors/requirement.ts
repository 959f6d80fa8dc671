/** What a selector in an object asks of one label or field. */
export interface Requirement {
  readonly key: string;
  /** `Gt` and `Lt` only for nodes. */
  readonly operator: string;
  readonly values?: readonly string[];
}

/** `value` is that of the requirement's key; `undefined`: there is none. */
export function meets({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}
