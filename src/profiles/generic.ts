/** A cluster that manages no registry of its own: everything is moved by its workloads. */
import type { Profile } from '../domain/plan/profile.ts';

export function genericProfile(why: string): Profile {
  return { name: 'generic', title: 'generic', why, leaves: () => undefined };
}
