import * as Flags from '@oclif/core/flags';
import { Command } from '@oclif/core/command';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { registryFlags } from '../cli/flags/registry-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { rbacExtent, subjectsOf } from '../cli/rbac-request.ts';
import { movingRoles, readOnlyRoles, secretReadingRoles } from '../domain/permissions/printed-roles.ts';
import { bindingsFor } from '../domain/permissions/roles.ts';
import { ownNamespace } from '../workflow/cluster/ensure-namespace.ts';
import { MANAGED_BY } from '../workflow/cluster/managed-by.ts';
import { STDOUT } from '../ui/sink.ts';
import { manifestText } from './manifest-text.ts';

const helpGroup = 'ROLE';
/** Somebody else's namespace must not get our labels unasked. */
const OWN_NAMESPACE = 'registry-switch';

/** The least roles. */
export class Rbac extends Command {
  static override description = `Print the least roles that a move needs, for kubectl apply: a read-only one for "images", "plan" and
"verify", one for what these read of Secrets, and one for everything. Nothing is applied, and the cluster is
not asked.

What the tool does in its own namespace is granted there alone. With -n the roles are for these namespaces,
with --service-account, --user or --group they are bound too.`;
  static override examples = [
    { description: 'Let a CI job move everything', command: 'rbac --service-account ci/mover' },
    { description: 'Let a person look, but at no Secret', command: 'rbac --read-only --user jane' },
    {
      description: 'Let a person plan the move of one namespace',
      command: 'rbac --read-only --with-secrets -n shop --user jane',
    },
    { description: 'Let a team move its namespaces', command: 'rbac -n shop -n shop-db --group team-shop' },
  ];
  static override flags = {
    'read-only': Flags.boolean({ helpGroup, description: 'Only the role that reads.' }),
    'with-secrets': Flags.boolean({
      helpGroup,
      dependsOn: ['read-only'],
      description:
        'Bind also the role that reads Secrets: without it "plan" knows no logins of workloads, "verify" no old ones.',
    }),
    name: Flags.string({
      helpGroup,
      helpValue: 'NAME',
      default: 'registry-switch',
      description: 'Name of the roles and bindings.',
    }),
    'service-account': Flags.string({
      helpGroup,
      helpValue: 'NAMESPACE/NAME',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Bind the roles to this service account; may be repeated.',
    }),
    user: Flags.string({
      helpGroup,
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Bind the roles to this user; may be repeated.',
    }),
    group: Flags.string({
      helpGroup,
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Bind the roles to this group; may be repeated.',
    }),
    namespace: Flags.string({
      char: 'n',
      helpGroup: 'SCOPE',
      helpValue: 'NAMESPACE',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Only for this namespace; may be repeated. Default: all namespaces.',
    }),
    'image-path': scopeFlags['image-path'],
    ...homeFlags,
    'with-namespace': Flags.boolean({
      helpGroup: 'RUN',
      description: `Print the copy namespace too, as the tool would create it; "${OWN_NAMESPACE}" always is.`,
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
  };
  override async run(): Promise<number> {
    const { flags } = await this.parse(Rbac);
    const extent = rbacExtent(flags);
    const subjects = subjectsOf(flags);
    const options = { name: flags.name, labels: MANAGED_BY };
    const looking = readOnlyRoles(extent, options);
    const secrets = secretReadingRoles(extent, options);
    const moving = flags['read-only'] ? [] : movingRoles(extent, options);
    const reading = flags['with-secrets'] ? [...looking, ...secrets] : looking;
    const bound = flags['read-only'] ? reading : moving;
    const home = flags['copy-namespace'];
    // Also who only looks reads there what is remembered: a Role needs its namespace.
    const needsHome = home === OWN_NAMESPACE || flags['with-namespace'];
    const objects = [
      ...(needsHome ? [ownNamespace(home)] : []),
      ...looking,
      ...secrets,
      ...moving,
      ...bindingsFor(bound, subjects),
    ];
    STDOUT.write(await manifestText(objects, flags.output));
    return 0;
  }
}
