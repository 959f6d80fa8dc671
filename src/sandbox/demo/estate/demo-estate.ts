/** What the cluster of the demo holds: a shop with 20 workloads in five namespaces. */
import type { Digest } from '../../../domain/image/reference.ts';
import { dataPrerequisites, dataWorkloads } from './data.ts';
import type { EstateObject } from './estate-object.ts';
import { legacyPrerequisites, legacyWorkloads } from './legacy.ts';
import { opsPrerequisites, opsWorkloads } from './ops.ts';
import { paymentsPrerequisites, paymentsWorkloads } from './payments.ts';
import { shopPrerequisites, shopWorkloads } from './shop.ts';

export interface DemoEstate {
  /** Namespaces, Secrets, service accounts and definitions, in an order in which they can be created. */
  readonly prerequisites: readonly EstateObject[];
  readonly workloads: readonly EstateObject[];
}

export interface EstateInput {
  /** A node of the cluster. */
  readonly node: string;
  /** Of the image that a template pins. */
  readonly billingDigest: Digest;
}

export function demoEstate({ node, billingDigest }: EstateInput): DemoEstate {
  return {
    prerequisites: [
      ...shopPrerequisites(),
      ...paymentsPrerequisites(),
      ...dataPrerequisites(),
      ...opsPrerequisites(),
      ...legacyPrerequisites(),
    ],
    workloads: [
      ...shopWorkloads(node),
      ...paymentsWorkloads(),
      ...dataWorkloads(),
      ...opsWorkloads(),
      ...legacyWorkloads(billingDigest),
    ],
  };
}
