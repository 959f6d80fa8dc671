/** What `copier-secret` is called with, in flags or in the variables of the script that comes with Deckhouse. */
import { UsageError } from '../domain/errors.ts';
import { parseImageReference } from '../domain/image/parse-reference.ts';
import { splitReference } from '../domain/image/split-reference.ts';
import { checkTargetRegistry, type TargetRegistry } from '../profiles/deckhouse/target-registry.ts';
import type { CopierSecretFlags } from './flags/copier-secret-flags.ts';
import { passwordFromInput } from './password-input.ts';
import { readPem } from './registry-connections.ts';
import { secretVariable } from './secret-variables.ts';

/** An empty variable counts as one that is not set. Throws UsageError. */
export async function copierSecretRequest(
  flags: CopierSecretFlags,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<TargetRegistry> {
  const { IMAGE_WITH_TAG: image, REPO_USER: user, INSECURE_REGISTRY: insecure } = environment;
  const ca = await authority(flags['registry-ca'], environment.REGISTRY_CA);
  const target: TargetRegistry = {
    image: taggedImage(required(flags.image ?? image, 'the image', '--image', 'IMAGE_WITH_TAG')),
    username: required(flags.username ?? user, 'the user name', '--username', 'REPO_USER'),
    password: required(
      flags['password-stdin'] ? await passwordFromInput('--password-stdin') : secretVariable('REPO_PASSWORD'),
      'the password',
      '--password-stdin',
      'REPO_PASSWORD',
    ),
    scheme: flags['insecure-registry'] || (insecure ?? '') !== '' ? 'http' : 'https',
    ...(ca === undefined ? {} : { ca }),
  };
  checkTargetRegistry(target);
  return target;
}

function required(value: string | undefined, what: string, flag: string, variable: string): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${what} is missing`, { nextStep: `Use ${flag} or set ${variable}.` });
}

function taggedImage(text: string): TargetRegistry['image'] {
  const image = parseImageReference(text);
  const { tag } = image;
  if (splitReference(text).host === undefined) {
    throw new UsageError(`image ${JSON.stringify(text)} names no registry`, {
      nextStep: 'Write HOST[:PORT]/PATH:TAG.',
    });
  }
  if (tag !== undefined) return { ...image, tag };
  throw new UsageError(`image ${JSON.stringify(text)} has no tag, which Deckhouse needs`, {
    nextStep: `Add one, as in ${text.replace(/@.*$/, '')}:stable.`,
  });
}

/** The script takes the text of the certificates, this program a file as elsewhere too. */
async function authority(flag: string | undefined, variable = ''): Promise<string | undefined> {
  const given = flag ?? variable;
  if (given === '') return undefined;
  return given.includes('-----BEGIN CERTIFICATE-----') ? given : readPem(given, 'Name a PEM file.');
}
