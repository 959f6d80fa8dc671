/** The registry that Deckhouse is to pull from: checked, and as its objects have it. */
import { UsageError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import { formatRegistryPrefix } from '../../domain/mapping/registry-prefix.ts';
import type { PlatformTarget } from '../../domain/plan/profile.ts';
import type { EncodedKeys } from './switch/registry-keys.ts';

export interface TargetRegistry {
  /** Of the Deckhouse image at the target: always with a tag, never with a digest. */
  readonly image: ImageReference & { readonly tag: string };
  readonly username: string;
  readonly password: string;
  readonly scheme: 'http' | 'https';
  /** PEM certificates. */
  readonly ca?: string;
}

/** Keys of Secret `d8-system/deckhouse-registry` that tell the registry, not encoded; `null`: the key is absent. */
export interface RegistryKeys {
  readonly '.dockerconfigjson': string;
  readonly address: string;
  readonly path: string;
  readonly scheme: string;
  readonly ca: string | null;
}

/** Throws UsageError for what Deckhouse would not take, or would take for something else. */
export function checkTargetRegistry({ image, username, password, scheme, ca }: TargetRegistry): void {
  if (image.digest !== undefined) {
    throw refused(
      `image ${formatImageReference(image)} is pinned by digest, with which Deckhouse stops updating itself`,
      'Name it by its tag alone.',
    );
  }
  if (username === '' || /[\s:]/.test(username)) {
    throw refused(
      'the user name is empty or contains a colon or white space, which the Secret of the registry cannot hold',
      'Use another user of the target registry.',
    );
  }
  if (password === '')
    throw refused('the password is empty', 'Give it on standard input with --password-stdin.');
  if (/[\r\n\0]/.test(password)) {
    throw refused(
      'the password contains a line break, which no login of a registry can transport',
      'Use a password of one line.',
    );
  }
  if (scheme === 'http' && ca !== undefined) {
    throw refused('a registry that speaks http has no certificate', 'Leave out the CA.');
  }
}

function refused(message: string, nextStep: string): UsageError {
  return new UsageError(message, { nextStep });
}

/** All five, so that nothing of the registry before is left among them. */
export function registryKeys({ image, username, password, scheme, ca }: TargetRegistry): RegistryKeys {
  const auth = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return {
    '.dockerconfigjson': JSON.stringify({ auths: { [image.host]: { auth } } }),
    address: image.host,
    path: `/${image.repository}`,
    scheme,
    ca: ca ?? null,
  };
}

/** The same, encoded for `data` of a Secret. */
export function encodedKeys(keys: RegistryKeys): EncodedKeys {
  return Object.fromEntries(
    Object.entries(keys).map(([key, value]: [string, string | null]) => [
      key,
      value === null ? null : Buffer.from(value, 'utf8').toString('base64'),
    ]),
  ) as EncodedKeys;
}

/** The target of a command, with the tag of the Deckhouse that runs. Throws UsageError. */
export function targetRegistry(
  { place, connection, credential }: PlatformTarget,
  tag: string,
): TargetRegistry {
  const { host, path } = place;
  if (path === '') {
    throw refused(
      `--to ${host} names no repository`,
      `Write where the images of Deckhouse go: --to ${host}/PATH`,
    );
  }
  if (credential?.kind !== 'basic') {
    throw refused(
      `there is no user name and password for ${formatRegistryPrefix(place)}`,
      'Use --username and --password-stdin: Deckhouse takes no other login.',
    );
  }
  const { username, password } = credential;
  const { tls, ca } = connection;
  if (tls === 'insecure') {
    throw refused(
      'Deckhouse checks the certificate of its registry: it cannot be told not to',
      'Name the authority of the certificate with --registry-ca, or use --registry-tls HOST=disabled for http.',
    );
  }
  const registry: TargetRegistry = {
    image: { host, repository: path, tag },
    ...{ username, password, scheme: tls === 'disabled' ? 'http' : 'https' },
    ...(ca === undefined ? {} : { ca }),
  };
  checkTargetRegistry(registry);
  return registry;
}

/** The image copier is told of no certificates. Throws UsageError. */
export function requireCopiable({ connection: { ca } }: PlatformTarget): void {
  if (ca === undefined) return;
  throw refused(
    'the image copier of Deckhouse cannot be told which certificates to trust',
    'Use a registry whose certificate the nodes trust, or --registry-tls HOST=disabled for http.',
  );
}
