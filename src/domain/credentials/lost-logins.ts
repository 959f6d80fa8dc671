/** Whether a pull Secret still has the logins that images were pulled with, after logins are added. */
import { DOCKER_INDEX } from '../image/docker-hub.ts';
import type { ImageReference } from '../image/reference.ts';
import { type Credential, isSameLogin } from './credential.ts';
import { credentialsFor } from './credentials-for.ts';
import type { DockerConfigEntry } from './docker-config.ts';

export interface LostLogin<Image> {
  readonly image: Image;
  /** The login that it is no longer pulled with. */
  readonly lost: readonly Credential[];
  /** The logins that it is pulled with afterwards. */
  readonly left: readonly Credential[];
  /** Whether another user's login replaces it. */
  readonly isTaken: boolean;
}

/** The images that lose a login, matched as the kubelet does. Pure. */
export function lostLogins<Image extends Pick<ImageReference, 'host' | 'repository'>>(
  images: readonly Image[],
  before: readonly DockerConfigEntry[],
  after: readonly DockerConfigEntry[],
): LostLogin<Image>[] {
  return images.flatMap((image) => {
    const left = credentialsFor(image, after);
    const isLeft = (one: Credential): boolean => left.some((other) => isSameLogin(one, other));
    const lost = credentialsFor(image, before).filter((one) => !isLeft(one));
    return lost.length === 0 ? [] : [{ image, lost, left, isTaken: isTaken(lost, before, after) }];
  });
}

/**
 * Whether any image could lose a login: a key gets another login, or Docker Hub's login under its old name, used only
 * if no other key matches, is next to new keys.
 */
export function mayLoseLogins(
  before: readonly DockerConfigEntry[],
  after: readonly DockerConfigEntry[],
): boolean {
  const holds = ({ key, credential }: DockerConfigEntry): boolean =>
    after.some((other) => other.key === key && isSameLogin(other.credential, credential));
  return !before.every(holds) || before.some(({ key }) => key.includes(DOCKER_INDEX));
}

/** Whether a key gets the login of another user. */
function isTaken(
  lost: readonly Credential[],
  before: readonly DockerConfigEntry[],
  after: readonly DockerConfigEntry[],
): boolean {
  return before.some(
    ({ key, credential }) =>
      lost.some((one) => isSameLogin(one, credential)) &&
      after.some((other) => other.key === key && userOf(other.credential) !== userOf(credential)),
  );
}

function userOf(credential: Credential): string | undefined {
  return credential.kind === 'basic' ? credential.username : undefined;
}
