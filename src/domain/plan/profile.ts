/** What differs on a platform that manages its own registry: the implementations are in `src/profiles`. */
import type { Workload } from '../inventory/workload.ts';

/** `generic`: the cluster manages no registry of its own. */
export const PROFILE_NAMES = ['generic', 'deckhouse'] as const;

export type ProfileName = (typeof PROFILE_NAMES)[number];

export interface Profile {
  readonly name: ProfileName;
  /** The platform and its generation, for people: `Deckhouse 1.71 (module registry)`. */
  readonly title: string;
  /** Which objects decided that, as a sentence without a full stop. */
  readonly why: string;
  /** Why a workload is left to the platform, which changes it by itself; `undefined`: it is not the platform's. */
  readonly leaves: (workload: Workload) => string | undefined;
}
