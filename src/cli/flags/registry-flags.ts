/** Flags for connections and logins to registries. Passwords are never flags. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { inGroup, repeated } from './in-group.ts';

export const registryFlags = inGroup('REGISTRY', {
  username: Flags.string({
    helpValue: 'NAME',
    env: 'REGISTRY_SWITCH_USERNAME',
    description: 'User of the target registry with push access: the login of the copy.',
  }),
  'password-stdin': Flags.boolean({
    description: 'Read the password for the target from standard input (or set REGISTRY_SWITCH_PASSWORD).',
  }),
  'to-secret': Flags.string({
    helpValue: 'NAMESPACE/NAME',
    exclusive: ['username', 'password-stdin'],
    description: 'Take the login of the copy from this pull Secret.',
  }),
  'pull-username': Flags.string({
    helpValue: 'NAME',
    env: 'REGISTRY_SWITCH_PULL_USERNAME',
    description: 'User of the target registry for pods; pull access is enough.',
  }),
  'pull-password-file': Flags.string({
    helpValue: 'FILE',
    description:
      'File with the password of --pull-username, - for standard input (or set REGISTRY_SWITCH_PULL_PASSWORD).',
  }),
  'pull-secret': Flags.string({
    helpValue: 'NAMESPACE/NAME',
    exclusive: ['pull-username', 'pull-password-file'],
    description: 'Take the login of pods at the target from this pull Secret.',
  }),
  'registry-secret': Flags.string({
    helpValue: 'NAMESPACE/NAME',
    description:
      'Add the login for the target to this existing pull Secret, keeping the logins that it holds.',
  }),
  'pull-secret-name': Flags.string({
    helpValue: 'NAME',
    default: 'registry-switch-target',
    description: 'Name of the pull Secret to create for workloads that need one.',
  }),
  'registry-ca': repeated({
    helpValue: '[HOST=]FILE',
    description: 'PEM certificates to trust for one registry (or for all); may be repeated.',
  }),
  'registry-tls': repeated({
    helpValue: 'HOST=MODE',
    description:
      'TLS mode of a registry: enabled, insecure (certificate not verified) or disabled (http); may be repeated.',
  }),
});

/** Consent to writing logins into the cluster. */
export const consentFlags = inGroup('REGISTRY', {
  'share-push-login': Flags.boolean({
    description:
      'Let pods use the login of the copy: everyone who can read Secrets in their namespaces can then push.',
  }),
  'allow-expiring-login': Flags.boolean({
    description:
      'Allow a login for pods that expires within hours or days, such as tokens and logins from credential helpers.',
  }),
});

export type RegistryFlags = InferredFlags<typeof registryFlags>;
