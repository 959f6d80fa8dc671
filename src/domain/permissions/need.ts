/** One permission that an activity needs, and why. */
import { type Resource, SECRETS, SERVICE_ACCOUNTS } from '../kubernetes/resource.ts';
import type { Verb } from './permission.ts';
import type { Place } from './places.ts';

export type Activity = 'inventory' | 'plan' | 'verify' | 'copy' | 'switch' | 'heal' | 'rollback';

export interface Need {
  readonly activities: readonly Activity[];
  readonly verbs: readonly Verb[];
  /** `custom`: the custom resources given by the user. */
  readonly resources: readonly Resource[] | 'custom';
  readonly subresource?: string;
  /** Names are left out for `create`, which RBAC cannot limit by name. */
  readonly place: Place;
  readonly why: string;
  /** What is lost without it; absent: indispensable. */
  readonly without?: string;
}

export const WHY_LEASES = 'prevent concurrent changes by other runs';

export const LOGINS = [SECRETS, SERVICE_ACCOUNTS];
