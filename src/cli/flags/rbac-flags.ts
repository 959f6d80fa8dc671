/** The flags of `rbac`: the subjects of the roles, and what the roles cover. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { stateNamespaceFlags } from './state-namespace-flags.ts';
import { registryFlags } from './registry-flags.ts';
import { scopeFlags } from './scope-flags.ts';
import { inGroup, repeated } from './in-group.ts';

export const rbacFlags = inGroup('ROLE', {
  'read-only': Flags.boolean({ description: 'Print only the read-only role.' }),
  'with-secrets': Flags.boolean({
    dependsOn: ['read-only'],
    description:
      'Also bind the role that reads Secrets: without it "plan" cannot see the logins of workloads, nor "verify" old ones.',
  }),
  name: Flags.string({
    helpValue: 'NAME',
    default: 'registry-switch',
    description: 'Name of the roles and bindings.',
  }),
  'service-account': repeated({
    helpValue: 'NAMESPACE/NAME',
    description: 'Bind the roles to this service account; may be repeated.',
  }),
  user: repeated({ helpValue: 'NAME', description: 'Bind the roles to this user; may be repeated.' }),
  group: repeated({ helpValue: 'NAME', description: 'Bind the roles to this group; may be repeated.' }),
  namespace: repeated({
    char: 'n',
    helpGroup: 'SCOPE',
    helpValue: 'NAMESPACE',
    description: 'Only for this namespace; may be repeated. Default: all namespaces.',
  }),
  'image-path': scopeFlags['image-path'],
  ...stateNamespaceFlags,
  'with-namespace': Flags.boolean({
    helpGroup: 'RUN',
    description:
      'Also print the copy namespace, as the tool would create it; always printed for "registry-switch".',
  }),
  'to-secret': Flags.string({
    helpGroup: 'REGISTRY',
    helpValue: 'NAMESPACE/NAME',
    description: "The pull Secret from which the target's login is taken, if any.",
  }),
  'pull-secret': Flags.string({
    helpGroup: 'REGISTRY',
    helpValue: 'NAMESPACE/NAME',
    description: "The pull Secret from which the pods' login at the target is taken, if any.",
  }),
  'registry-secret': registryFlags['registry-secret'],
  'pull-secret-name': registryFlags['pull-secret-name'],
  output: Flags.option({ char: 'o', options: ['yaml', 'json'] as const, default: 'yaml' as const })({
    helpGroup: 'OUTPUT',
    description: 'yaml or json.',
  }),
});

export type RbacFlags = InferredFlags<typeof rbacFlags>;
