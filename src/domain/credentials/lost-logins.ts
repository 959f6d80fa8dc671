/** Whether a pull Secret that gets logins still offers, for every image, those with which it was pulled before. */
import { DOCKER_INDEX } from '../image/docker-hub.ts';
import type { ImageReference } from '../image/reference.ts';
import { type Credential, isSameLogin } from './credential.ts';
import { credentialsFor } from './credentials-for.ts';
import type { DockerConfigEntry } from './docker-config.ts';

export interface LostLogin<Image> {
  readonly image: Image;
  /** What it is pulled with no longer. */
  readonly lost: readonly Credential[];
  /** What it is pulled with afterwards. */
  readonly left: readonly Credential[];
  /** Another user's login takes its key. */
  readonly isTaken: boolean;
}

/** The images for which a login is offered no longer, matched as the kubelet does. Pure. */
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
 * Whether any image could lose one: where a key gets another login, or where Docker Hub's login under its old name, which
 * serves only what no other key does, stands beside new keys.
 */
export function mayLoseLogins(
  before: readonly DockerConfigEntry[],
  after: readonly DockerConfigEntry[],
): boolean {
  const holds = ({ key, credential }: DockerConfigEntry): boolean =>
    after.some((other) => other.key === key && isSameLogin(other.credential, credential));
  return !before.every(holds) || before.some(({ key }) => key.includes(DOCKER_INDEX));
}

/** The key of one of them gets the login of another user: it is somebody else's, whatever that opens. */
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
