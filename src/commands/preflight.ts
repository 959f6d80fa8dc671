import * as Flags from '@oclif/core/flags';
import { ExitingCommand } from './exiting-command.ts';
import { copyEngine, copyJobOptions } from '../cli/copy-options.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { copyFlags } from '../cli/flags/copy-flags.ts';
import { moveFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { registryFlags } from '../cli/flags/registry-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest } from '../cli/inventory-request.ts';
import { type PlanCall, type PlanFlags, planCall, readMapping } from '../cli/plan-request.ts';
import { openSession, type Session } from '../cli/session.ts';
import { EXIT } from '../domain/exit.ts';
import type { CopyJobOptions } from '../domain/ports/copy-engine.ts';
import { findProfile } from '../profiles/find-profile.ts';
import { pinCopier } from '../workflow/copy/pin-copier.ts';
import { preparePlan } from '../workflow/plan/prepare-plan.ts';
import {
  isReady,
  preflight,
  type PlannedMove,
  type PreflightReport,
} from '../workflow/preflight/preflight.ts';
import { openOutput } from './output.ts';
import { rbacCommand } from './rbac-command.ts';
import { preflightView } from './views/preflight-view.ts';

/** Checks that everything is there that a move needs. */
export class Preflight extends ExitingCommand {
  static override description = `Check that you have the permissions for a move, that the registries accept the logins and that the cluster
accepts the copy Job. Without --to only what "images", "plan" and "verify" need is checked. Changes nothing.

Only what is missing is listed; the exit code is ${EXIT.failed} when anything is.`;
  static override examples = [
    { description: 'Check what reading needs', command: 'preflight' },
    { description: 'Check what a move needs', command: 'preflight --from old.example --to new.example' },
    {
      description: 'Check the permissions of a service account',
      command: 'preflight --from old.example --to new.example --as system:serviceaccount:ops:mover --all',
    },
  ];
  static override flags = {
    ...moveFlags,
    all: Flags.boolean({ helpGroup: 'OUTPUT', description: 'Also list what is there.' }),
    ...copyFlags,
    ...registryFlags,
    ...scopeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Preflight);
    const output = openOutput(flags);
    const engine = await copyEngine();
    const copyOptions = copyJobOptions(flags, engine);
    const chosen = flags.to === undefined ? undefined : await readMapping(flags);
    const session = await openSession(flags, output.progress);
    const planning = chosen && planner(flags, chosen, { session, copyOptions });
    const request = {
      ...inventoryRequest(flags),
      stateNamespace: copyOptions.namespace,
      profile: await findProfile(session.cluster, flags.profile, session.signal),
      ...(planning && {
        registrySecret: flags['registry-secret'],
        loginSecrets: [flags['to-secret'], flags['pull-secret']].filter((name) => name !== undefined),
        move: { ...planning, engine, copyOptions, pullSecretName: flags['pull-secret-name'] },
      }),
    };
    const report = await session.step('Checking', async (work) => preflight(session.cluster, request, work));
    await output.print(report, preflightView(flags.all));
    await output.warn(report.warnings);
    await output.info(conclusion(report, rbacCommand(flags, planning === undefined)));
    return isReady(report) ? EXIT.done : EXIT.failed;
  }
}

function planner(
  flags: PlanFlags & { readonly 'copier-image-unpinned': boolean },
  chosen: Awaited<ReturnType<typeof readMapping>>,
  { session, copyOptions }: { readonly session: Session; readonly copyOptions: CopyJobOptions },
): Pick<PlannedMove, 'prepare' | 'pin'> {
  let call: Promise<PlanCall> | undefined;
  const once = async (): Promise<PlanCall> => (call ??= planCall(flags, chosen, session));
  return {
    prepare: async (work) => {
      const { ports, request } = await once();
      return preparePlan(ports, request, work);
    },
    pin: async (plan, signal) => {
      const { ports, request } = await once();
      const allowTag = flags['copier-image-unpinned'];
      return pinCopier(ports, plan, { ...request, options: copyOptions, allowTag }, signal);
    },
  };
}

/** What is missing, and what to do about it. */
function conclusion({ permissions, checks }: PreflightReport, command: string): string[] {
  const missing = permissions.filter(({ allowed }) => !allowed).length;
  const failed = checks.filter(({ state }) => state === 'failed').length;
  if (missing + failed === 0) return [`All ${permissions.length} permissions are there.`];
  const grant = [
    `${missing} of ${permissions.length} permissions are missing. A cluster administrator can grant them with`,
    `  ${command} | kubectl apply -f -`,
  ];
  return [
    ...(missing === 0 ? [] : grant),
    ...(failed === 0 ? [] : [`${failed} of ${checks.length} checks failed.`]),
  ];
}
