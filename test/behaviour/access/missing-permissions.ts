/** The permissions that `preflight -o json` names as missing. */
import type { Outcome } from '../harness/run-product.ts';

export interface Missing {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly allowed: boolean;
  readonly without?: string;
}

export function missingIn({ stdout }: Outcome): Missing[] {
  const { permissions } = JSON.parse(stdout) as { permissions: Missing[] };
  return permissions.filter(({ allowed }) => !allowed);
}

/** `pods` or `pods/log` */
export function nameOfMissing({ resource, subresource }: Missing): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}
