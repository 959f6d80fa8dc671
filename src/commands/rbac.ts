import { ExitingCommand } from './exiting-command.ts';
import { rbacFlags } from '../cli/flags/rbac-flags.ts';
import { rbacExtent, subjectsOf } from '../cli/rbac-request.ts';
import { EXIT } from '../domain/exit.ts';
import { movingRoles, readOnlyRoles, secretReadingRoles } from '../domain/permissions/printed-roles.ts';
import { bindingsFor } from '../domain/permissions/roles.ts';
import { ownNamespace } from '../workflow/cluster/ensure-namespace.ts';
import { MANAGED_BY } from '../workflow/cluster/managed-by.ts';
import { STDOUT } from '../ui/sink.ts';
import { manifestText } from './manifest-text.ts';

/** The labels of an existing namespace with another name must not be overwritten unasked. */
const OWN_NAMESPACE = 'registry-switch';

/** Prints minimal roles. */
export class Rbac extends ExitingCommand {
  static override description = `Print the minimal roles that a move needs, for kubectl apply: a read-only one for "images", "plan" and
"verify", one for the Secrets that these read, and one for everything. Nothing is applied, and the cluster
is not contacted.

Permissions for the tool's own namespace are granted only there. With -n the roles are for these namespaces;
with --service-account, --user or --group they are bound too.`;
  static override examples = [
    { description: 'Let a CI job move everything', command: 'rbac --service-account ci/mover' },
    { description: 'Let a user read everything except Secrets', command: 'rbac --read-only --user jane' },
    {
      description: 'Let a user plan the move of one namespace',
      command: 'rbac --read-only --with-secrets -n shop --user jane',
    },
    { description: 'Let a team move its namespaces', command: 'rbac -n shop -n shop-db --group team-shop' },
  ];
  static override flags = rbacFlags;

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
    const stateNamespace = flags['copy-namespace'];
    // Reading commands read remembered paths there too: the Role needs its namespace.
    const needsNamespace = stateNamespace === OWN_NAMESPACE || flags['with-namespace'];
    const objects = [
      ...(needsNamespace ? [ownNamespace(stateNamespace)] : []),
      ...looking,
      ...secrets,
      ...moving,
      ...bindingsFor(bound, subjects),
    ];
    STDOUT.write(await manifestText(objects, flags.output));
    return EXIT.done;
  }
}
