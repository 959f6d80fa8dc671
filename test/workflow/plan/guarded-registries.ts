/** Registries that show an image to those users alone who may see it, whose password is `s3cret`. */
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import { RegistryError } from '../../../src/domain/errors.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import type { ImageReference } from '../../../src/domain/image/reference.ts';
import type { AccessFor, Registries } from '../../../src/domain/ports/registry.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';

/** Users by the beginning of the names of images, the longest first; `anybody` is one of them. */
export type Doors = Readonly<Record<string, readonly string[]>>;

/** Everybody is refused where there is no door; a host that hides says instead that the image is not there. */
export function guardedRegistries(
  shelf: Shelf,
  doors: Doors,
  hiding: readonly string[] = [],
): (accessFor: AccessFor) => Registries {
  return (accessFor) => {
    const accepted = (image: ImageReference): Credential | undefined =>
      accessFor(image).credentials.find((one) => usersOf(image, doors).includes(userOf(one)));
    const admits = (image: ImageReference): boolean =>
      usersOf(image, doors).includes('anybody') || accepted(image) !== undefined;
    const isShown = (image: ImageReference): boolean => !hiding.includes(image.host) || admits(image);
    const visible = fakeRegistries(shelf, undefined, admits);
    const nothing = fakeRegistries({});
    const registries: Registries = {
      ...visible,
      digest: async (image) => (isShown(image) ? visible : nothing).digest(image),
      inspect: async (image) => (isShown(image) ? visible : nothing).inspect(image),
      acceptedCredential: async (image) => (isShown(image) ? visible : nothing).acceptedCredential(image),
    };
    return {
      ...registries,
      ping: async (image) => {
        await registries.ping(image);
        const { credentials } = accessFor(image);
        if (credentials.length === 0 || credentials.some((one) => userOf(one) !== '')) return;
        throw new RegistryError('unauthorized', image.host, `${image.host} rejects the login`);
      },
      acceptedCredential: async (image) => {
        await registries.acceptedCredential(image);
        return isShown(image) ? accepted(image) : accessFor(image).credentials[0];
      },
    };
  };
}

function usersOf(image: ImageReference, doors: Doors): readonly string[] {
  const name = formatImageReference(image);
  const [, users = []] =
    Object.entries(doors)
      .toSorted(([a], [b]) => b.length - a.length)
      .find(([prefix]) => name.startsWith(prefix)) ?? [];
  return users;
}

function userOf(credential: Credential): string {
  return credential.kind === 'basic' && credential.password === 's3cret' ? credential.username : '';
}
