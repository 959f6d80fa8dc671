import type { Profile } from '../domain/plan/profile.ts';

/** Which platform was found, and why; nothing for a cluster that manages no registry of its own. */
export function platformLines({ name, title, why }: Profile): string[] {
  return name === 'generic' ? [] : [`Platform: ${title}: ${why}.`];
}
