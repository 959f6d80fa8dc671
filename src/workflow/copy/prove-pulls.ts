/** Proves that the logins which pods are to get open the images for them: that who copied sees them says nothing of pods. */
import pMap from 'p-map';
import { placeOf, type PullLogin } from '../../domain/credentials/pull-login.ts';
import { RegistryError } from '../../domain/errors.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { Plan, PlannedChange } from '../../domain/plan/plan.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import type { Unproven } from './prove-images.ts';

const REQUESTS_AT_ONCE = 16;

export interface PodPulls {
  readonly plan: Pick<Plan, 'changes'>;
  readonly pullLogins: readonly PullLogin[];
  /** These ask with the logins of pods. */
  readonly pullRegistries: Registries;
  /** `namespace/name` of the existing Secret that gets the logins. */
  readonly registrySecret?: string;
}

/** Of the images that are pulled with a login of ours, those that it does not open; what cannot be asked from here may be. */
export async function provePulls(pulls: PodPulls, signal: AbortSignal): Promise<Unproven> {
  const images = new Map(
    pulls.plan.changes
      .filter((change) => getsLogin(change, pulls))
      .flatMap((change) => change.images)
      .filter(({ to }) => placeOf(pulls.pullLogins, parseImageReference(to)) !== undefined)
      .map((image) => [image.to, image]),
  );
  const doubts = await pMap(
    images.values(),
    async ({ to, copy }) => {
      const refusal = await refusalOf(pulls.pullRegistries, to, signal);
      return refusal === undefined
        ? []
        : [[copy, `the login for pods does not open it: ${refusal}`] as const];
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  return new Map(doubts.flat());
}

function getsLogin({ ensurePullSecret, workload }: PlannedChange, { registrySecret }: PodPulls): boolean {
  return ensurePullSecret !== undefined || registrySecret?.split('/')[0] === workload.namespace;
}

async function refusalOf(
  registries: Registries,
  image: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await registries.digest(parseImageReference(image), signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error.failure === 'unauthorized' ? error.message : undefined;
  }
}
