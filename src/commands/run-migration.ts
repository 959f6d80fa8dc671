/** The complete move from flags to exit code: `migrate` starts it, `resume` continues it. */
import type { MigrationFlags } from '../cli/flags/migration-flags.ts';
import { copyCall, copyEngine } from '../cli/copy-options.ts';
import { verifyCommand } from '../cli/next-steps.ts';
import { type ChosenMapping, readMapping } from '../cli/plan-request.ts';
import { checkHashText } from '../cli/expected-hash.ts';
import { openSession, type Session } from '../cli/session.ts';
import { switchOptions } from '../cli/rollout-options.ts';
import { EXIT } from '../domain/exit.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import { formatRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import { mappedSources } from '../domain/mapping/source-matcher.ts';
import { EVERYTHING } from '../domain/permissions/needs.ts';
import { type Plan, stillPulling } from '../domain/plan/plan.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { RunStep } from '../domain/ports/progress.ts';
import { countedFindings } from '../domain/verify/findings.ts';
import { carryOut } from '../workflow/carry-out.ts';
import { imageQuestions } from '../workflow/images/image-questions.ts';
import type { InventoryRequest } from '../domain/inventory/inventory-request.ts';
import { executeRun, endingOf, type RunNotes } from './execute-run.ts';
import { askSourceAndTarget } from './ask-source-and-target.ts';
import { causeOfMigration } from './cause-of.ts';
import { checkPlanPermissions } from './check-permissions.ts';
import { confirmPlan } from './confirm-plan.ts';
import { engineOfCopy } from './engine-of-copy.ts';
import { migrationExitCode } from './exit-codes.ts';
import { underLeases } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { plannedRun, type RunCall } from './planned-run.ts';
import { reportCopyFailures } from './report-copy-failures.ts';
import { reportEvidence } from './report-evidence.ts';
import { MIGRATION_VIEW, summarizeMigration } from './views/migration-view.ts';

/** Order: read and check everything, then ask, then change. */
export async function runMigration(flags: MigrationFlags, call: RunCall): Promise<number> {
  checkHashText(flags.expect);
  const engine = await copyEngine();
  const { options: requested, timeoutSeconds: copyTimeoutSeconds } = copyCall(flags, engine);
  const options = { ...switchOptions(flags), copyTimeoutSeconds };
  const output = openOutput(flags);
  const rules = call.resumed?.move.rules;
  const given = output.canAsk ? undefined : await readMapping(flags, rules);
  const session = await openSession(flags, output.progress);
  const chosen =
    given ?? (await readMapping({ ...flags, ...(await askSourceAndTarget(flags, session, output)) }, rules));
  const planned = await plannedRun(flags, call, { session, output, chosen });
  if (planned === undefined) return EXIT.done;
  const { request, preparation } = planned;
  const { scope, customImages } = request;
  const { plan } = preparation;
  const reach = { ...request, stateNamespace: requested.namespace };
  await checkPlanPermissions({ session, output }, EVERYTHING, plan, reach);
  const engineRequest = { options: requested, flags };
  const copyOptions = await engineOfCopy(planned, plan, engineRequest, { session, output });
  const input = {
    ...options,
    request,
    preparation,
    questions: imageQuestions(preparation.lookupRegistries, { ...request, plan }),
    isSource: mappedSources(request.mapping),
    readImages: imageReader(request.customImages),
    copyOptions,
  };
  const move = async (step: RunStep, cluster: Cluster, notes?: RunNotes) =>
    carryOut({ cluster, engine }, { ...input, ...notes }, step);
  if (hasWork(plan))
    await confirmPlan(output, session.cluster, plan, { yes: flags.yes, resumed: call.resumed });
  const place = {
    ...{ ...call, session, output, chosen, plan, stateNamespace: copyOptions.namespace },
    flags: { ...flags, ...planned.agreed },
    ...{ inventory: { scope, customImages }, rollout: options, onFailure: options.onFailure },
    questions: input.questions,
  };
  const look = verifyCommand(sourcesOf(chosen), flags);
  // A resumed run is completed even when nothing is left to do.
  const { report, messages } =
    hasWork(plan) || call.resumed !== undefined
      ? await executeRun(
          place,
          async (step, notes) => move(step, notes.cluster, notes),
          (result) =>
            endingOf(
              migrationExitCode(result),
              causeOfMigration(result) ?? summarizeMigration(result, look).at(-1) ?? '',
            ),
        )
      : {
          report: await healOnly(session, flags, request, async (cluster) => move(session.step, cluster)),
          messages: [],
        };
  await output.print(report, MIGRATION_VIEW);
  await reportCopyFailures(output, report.copy);
  await reportEvidence(output, report.switch);
  await output.info(
    plan.changes.length + stillPulling(plan).length + countedFindings(report.verify).length === 0
      ? ['Nothing to do: no workload pulls from the source.']
      : summarizeMigration(report, look),
  );
  await output.info(messages);
  return migrationExitCode(report);
}

/** Including the sources of rules. */
function sourcesOf({ from, mapping }: ChosenMapping): string[] {
  return [...new Set([...from, ...mapping.rules.map((rule) => formatRegistryPrefix(rule.from))])];
}

function hasWork(plan: Plan): boolean {
  return plan.changes.length > 0 || plan.copies.some(({ present }) => !present);
}

/** With nothing to move, pods may still be stuck and an old copy Job be left: leases are taken as needed. */
async function healOnly<Result>(
  session: Session,
  flags: { readonly takeover: boolean },
  { customImages }: InventoryRequest,
  mend: (cluster: Cluster) => Promise<Result>,
): Promise<Result> {
  const leases = { what: 'migrate', takeover: flags.takeover, leaveOut: true, customImages };
  return underLeases(session, leases, async ({ cluster }) => mend(cluster));
}
