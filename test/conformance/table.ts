import type { StepGroup } from './step.ts';
import { ACCESS } from './steps/access.ts';
import { BASELINE, DELETION, POD_SECURITY, QUOTAS } from './steps/admission.ts';
import { CUSTOM_RESOURCES } from './steps/custom-resources.ts';
import { DEFAULTS } from './steps/defaults.ts';
import { DISCOVERY } from './steps/discovery.ts';
import { LISTS } from './steps/lists.ts';
import { OBJECTS } from './steps/objects.ts';
import { PATCHES } from './steps/patches.ts';
import { SUBRESOURCES } from './steps/subresources.ts';
import { VALIDATION } from './steps/validation.ts';
import { WATCHES } from './steps/watches.ts';

/** All that is asked of the real API server and of the sandbox. */
export const GROUPS: readonly StepGroup[] = [
  DISCOVERY,
  OBJECTS,
  DEFAULTS,
  VALIDATION,
  PATCHES,
  LISTS,
  WATCHES,
  POD_SECURITY,
  BASELINE,
  QUOTAS,
  CUSTOM_RESOURCES,
  SUBRESOURCES,
  DELETION,
  ACCESS,
];
