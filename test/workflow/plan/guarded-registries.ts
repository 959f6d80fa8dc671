/** Registries that show an image to those users alone who may see it, whose password is `s3cret`. */
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import type { ImageReference } from '../../../src/domain/image/reference.ts';
import type { AccessFor, Registries } from '../../../src/domain/ports/registry.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';

/** Users by the beginning of the names of images, the longest first; `anybody` is one of them. */
export type Doors = Readonly<Record<string, readonly string[]>>;

/** Everybody is refused where there is no door. */
export function guardedRegistries(shelf: Shelf, doors: Doors): (accessFor: AccessFor) => Registries {
  return (accessFor) => {
    const accepted = (image: ImageReference): Credential | undefined =>
      accessFor(image).credentials.find((one) => usersOf(image, doors).includes(userOf(one)));
    const admits = (image: ImageReference): boolean =>
      usersOf(image, doors).includes('anybody') || accepted(image) !== undefined;
    const registries = fakeRegistries(shelf, undefined, admits);
    return {
      ...registries,
      acceptedCredential: async (image) => {
        await registries.acceptedCredential(image);
        return accepted(image);
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
