/** The flags of `copier-secret`; the variables of the environment are those of the script that comes with Deckhouse. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { inGroup } from './in-group.ts';

export const copierSecretFlags = inGroup('REGISTRY', {
  image: Flags.string({
    helpValue: 'HOST/PATH:TAG',
    description: 'The Deckhouse image at the target registry, with a tag (or set IMAGE_WITH_TAG).',
  }),
  username: Flags.string({
    helpValue: 'NAME',
    description: 'User at the target registry (or set REPO_USER).',
  }),
  'password-stdin': Flags.boolean({
    description: "Read that user's password from standard input (or set REPO_PASSWORD).",
  }),
  'insecure-registry': Flags.boolean({
    description: 'The target registry speaks http (or set INSECURE_REGISTRY).',
  }),
  'registry-ca': Flags.string({
    helpValue: 'FILE',
    description:
      'PEM certificates to trust for the target registry (or set REGISTRY_CA to a file or the text).',
  }),
  output: Flags.option({
    char: 'o',
    options: ['script', 'yaml', 'json'] as const,
    default: 'script' as const,
  })({
    helpGroup: 'OUTPUT',
    description: 'All commands of the move (script), or the Secret alone for kubectl create -f -.',
  }),
});

export type CopierSecretFlags = InferredFlags<typeof copierSecretFlags>;
