/** Flags that say how registries are reached and with which logins. Passwords are never flags. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';

const helpGroup = 'REGISTRY';

export const registryFlags = {
  username: Flags.string({
    helpGroup,
    helpValue: 'NAME',
    env: 'REGISTRY_SWITCH_USERNAME',
    description: 'User at the target registry who may push: the login of the copy.',
  }),
  'password-stdin': Flags.boolean({
    helpGroup,
    description: 'Read the password for the target from standard input (or set REGISTRY_SWITCH_PASSWORD).',
  }),
  'to-secret': Flags.string({
    helpGroup,
    helpValue: 'NAMESPACE/NAME',
    exclusive: ['username', 'password-stdin'],
    description: 'Take the login of the copy from this pull Secret.',
  }),
  'pull-username': Flags.string({
    helpGroup,
    helpValue: 'NAME',
    env: 'REGISTRY_SWITCH_PULL_USERNAME',
    description: 'User at the target registry for pods, who need not be able to push.',
  }),
  'pull-password-file': Flags.string({
    helpGroup,
    helpValue: 'FILE',
    description:
      "File with that user's password, - for standard input (or set REGISTRY_SWITCH_PULL_PASSWORD).",
  }),
  'pull-secret': Flags.string({
    helpGroup,
    helpValue: 'NAMESPACE/NAME',
    exclusive: ['pull-username', 'pull-password-file'],
    description: "Take the pods' login at the target from this pull Secret.",
  }),
  'registry-secret': Flags.string({
    helpGroup,
    helpValue: 'NAMESPACE/NAME',
    description: "Add the target's login to this existing pull Secret, beside the logins that it holds.",
  }),
  'pull-secret-name': Flags.string({
    helpGroup,
    helpValue: 'NAME',
    default: 'registry-switch-target',
    description: 'Name of the pull Secret that is created for workloads which need one.',
  }),
  'registry-ca': Flags.string({
    helpGroup,
    helpValue: '[HOST=]FILE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'PEM certificates to trust for a registry (or for all); may be repeated.',
  }),
  'registry-tls': Flags.string({
    helpGroup,
    helpValue: 'HOST=MODE',
    multiple: true,
    multipleNonGreedy: true,
    description:
      'TLS of a registry: enabled, insecure (certificate not checked) or disabled (http); may be repeated.',
  }),
};

/** What writes logins into the cluster. */
export const consentFlags = {
  'share-push-login': Flags.boolean({
    helpGroup,
    description:
      'Consent that pods get the login of the copy: whoever may read Secrets in their namespaces can push then.',
  }),
  'allow-expiring-login': Flags.boolean({
    helpGroup,
    description:
      'Write a login for pods also where it ends within hours or days, as tokens and logins of credential helpers do.',
  }),
};

export type RegistryFlags = InferredFlags<typeof registryFlags>;
