/** Logins for a host and path, matched as the kubelet matches the keys of pull Secrets. */
import type { ImageReference } from '../image/reference.ts';
import { liesIn, type RegistryPrefix } from '../mapping/registry-prefix.ts';
import type { Credential } from './credential.ts';

export interface PlacedLogin {
  readonly place: RegistryPrefix;
  readonly credential: Credential;
}

/** A login that pods pull with. */
export type PullLogin = PlacedLogin;

/** The most specific place that contains an image; `undefined`: none. */
export function placeOf<Placed extends Pick<PullLogin, 'place'>>(
  places: readonly Placed[],
  image: Pick<ImageReference, 'host' | 'repository'>,
): Placed | undefined {
  return places
    .filter(({ place }) => liesIn(place, image))
    .toSorted((a, b) => b.place.path.length - a.place.path.length)
    .at(0);
}

/** The distinct logins that these images need, in the order of `logins`. */
export function loginsFor(
  logins: readonly PullLogin[],
  images: readonly Pick<ImageReference, 'host' | 'repository'>[],
): PullLogin[] {
  const needed = new Set(images.map((image) => placeOf(logins, image)));
  return logins.filter((login) => needed.has(login));
}
