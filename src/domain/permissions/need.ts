/** One thing that an activity asks of the API server, and why. */
import { type Resource, SECRETS, SERVICE_ACCOUNTS } from '../kubernetes/resource.ts';
import type { Verb } from './permission.ts';
import type { Place } from './places.ts';

export type Activity = 'inventory' | 'plan' | 'verify' | 'copy' | 'switch' | 'heal' | 'rollback';

export interface Need {
  readonly activities: readonly Activity[];
  readonly verbs: readonly Verb[];
  /** `custom`: the custom resources that the user named. */
  readonly resources: readonly Resource[] | 'custom';
  readonly subresource?: string;
  /** Names are left out for `create`, which no rule can limit by name. */
  readonly place: Place;
  readonly why: string;
  /** What is lost without it; absent: nothing goes without. */
  readonly without?: string;
}

export const WHY_LEASES = 'keep others from changing the same at the same time';

export const LOGINS = [SECRETS, SERVICE_ACCOUNTS];
