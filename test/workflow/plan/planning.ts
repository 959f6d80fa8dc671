/** Plans of the move from old.example to new.example in a cluster in memory, with registries that ask who is there. */
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import type { PlacedLogin } from '../../../src/domain/credentials/pull-login.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { PlanRequest } from '../../../src/domain/plan/plan-request.ts';
import { type WrittenPlan, writtenPlan } from '../../../src/domain/plan/written-plan.ts';
import { preparePlan, type Preparation } from '../../../src/workflow/plan/prepare-plan.ts';
import { planRequest } from '../../support/builders/plan-request.ts';
import { digestOf } from '../../support/builders/pod.ts';
import type { Shelf } from '../../support/fake-registries.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { type Doors, guardedRegistries } from './guarded-registries.ts';

export const TAG = digestOf('tag');

export const basic = (username: string, password = 's3cret'): Credential => ({
  kind: 'basic',
  username,
  password,
});

/** A login for all of the target. */
export const atTarget = (credential: Credential): PlacedLogin => ({
  place: { host: 'new.example', path: '' },
  credential,
});

export interface Planning {
  /** `false`: no login was given for the copy. */
  readonly login?: false;
  readonly request?: Partial<PlanRequest>;
  /** Logins of the user's machine, by host. */
  readonly machine?: Readonly<Record<string, readonly Credential[]>>;
  /** Helpers of that machine that could not be reached. */
  readonly loginProblems?: readonly string[];
  readonly shelf?: Shelf;
  readonly doors?: Doors;
  /** Hosts that say of what they do not show that it is not there. */
  readonly hiding?: readonly string[];
  readonly cluster?: InMemoryCluster;
}

/** By default the source is open to all, and the target to the users `me` (who may push) and `puller`. */
export async function prepare(
  objects: readonly KubernetesObject[],
  { request = {}, machine = {}, shelf = { 'old.example/a:1': TAG }, ...rest }: Planning = {},
): Promise<Preparation> {
  const doors = { 'old.example': ['anybody'], 'new.example': ['me', 'puller'], ...rest.doors };
  return preparePlan(
    {
      cluster: rest.cluster ?? new InMemoryCluster(objects),
      logins: {
        credentialsFor: async ({ host }) => Promise.resolve(machine[host] ?? []),
        problems: () => rest.loginProblems ?? [],
      },
      openRegistries: guardedRegistries(shelf, doors, rest.hiding),
    },
    planRequest({
      ...(rest.login === undefined ? { targetLogins: [atTarget(basic('me'))] } : {}),
      ...request,
    }),
    recordedWork(),
  );
}

/** The plan alone, as it is printed. */
export async function printedPlan(...planning: Parameters<typeof prepare>): Promise<WrittenPlan> {
  return writtenPlan((await prepare(...planning)).plan);
}
