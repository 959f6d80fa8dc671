/** Whether a pull Secret that gets logins still offers, for every image, those with which it was pulled before. */
import { DOCKER_INDEX } from '../image/docker-hub.ts';
import type { ImageReference } from '../image/reference.ts';
import { type Credential, isSameLogin } from './credential.ts';
import { credentialsFor } from './credentials-for.ts';
import type { DockerConfigEntry } from './docker-config.ts';

export interface LostLogin<Image> {
  readonly image: Image;
  /** What it is pulled with afterwards. */
  readonly left: readonly Credential[];
}

/** The images for which a login is offered no longer, matched as the kubelet does. Pure. */
export function lostLogins<Image extends Pick<ImageReference, 'host' | 'repository'>>(
  images: readonly Image[],
  before: readonly DockerConfigEntry[],
  after: readonly DockerConfigEntry[],
): LostLogin<Image>[] {
  return images.flatMap((image) => {
    const left = credentialsFor(image, after);
    const isKept = credentialsFor(image, before).every((one) =>
      left.some((other) => isSameLogin(one, other)),
    );
    return isKept ? [] : [{ image, left }];
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
