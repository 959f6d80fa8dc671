import pMap from 'p-map';
import { countOf } from '../../domain/count-of.ts';
import { RegistryError } from '../../domain/errors.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { Preparation } from '../plan/prepare-plan.ts';

/** A requirement of a move other than a permission. */
export interface Check {
  /** `login at quay.io` */
  readonly what: string;
  /** `unknown`: cannot be checked from here. */
  readonly state: 'passed' | 'failed' | 'unknown';
  readonly message: string;
}

/** One check per host. A source that only the cluster reaches is not a failure: the copy runs there. */
export async function checkLogins(
  { plan, copyRegistries }: Pick<Preparation, 'plan' | 'copyRegistries'>,
  signal: AbortSignal,
): Promise<Check[]> {
  const images = plan.copies.flatMap(({ source, target, present }) => [
    { image: target, isSource: false },
    ...(present ? [] : [{ image: source, isSource: true }]),
  ]);
  const hosts = new Map(images.map((one) => [`${one.image.host} ${one.isSource}`, one]));
  return pMap(
    hosts.values(),
    async ({ image, isSource }) => {
      try {
        await copyRegistries.ping(image, signal);
        return { what: loginAt(image), state: 'passed', message: passed(image, plan) };
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        const failed = failedLogin(error);
        return isSource && error.failure === 'unreachable' ? { ...failed, state: 'unknown' } : failed;
      }
    },
    { signal },
  );
}

function passed({ host }: ImageReference, { copies }: Pick<Plan, 'copies'>): string {
  const unseen = copies.filter(({ hidden, target }) => hidden === true && target.host === host);
  const note = `; ${countOf(unseen.length, 'image')} not visible to it before the copy`;
  return `reachable, login accepted${unseen.length === 0 ? '' : note}`;
}

export function failedLogin({ host, message }: RegistryError): Check {
  return { what: loginAt({ host }), state: 'failed', message };
}

function loginAt({ host }: Pick<ImageReference, 'host'>): string {
  return `login at ${host}`;
}
