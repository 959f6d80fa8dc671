/** Checks permissions, logins and the copy Job for a move. */
import { ExpectedError, RegistryError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import type { Extent } from '../../domain/permissions/extent.ts';
import { EVERYTHING, READ_ONLY } from '../../domain/permissions/needs.ts';
import { planExtent, type PlanSurroundings } from '../../domain/plan/plan-extent.ts';
import { requiredPermissions } from '../../domain/permissions/required-permissions.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobOptions } from '../../domain/ports/copy-engine.ts';
import type { Profile } from '../../domain/plan/profile.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Preparation } from '../plan/prepare-plan.ts';
import { askPermissions, type AskedPermission } from './ask-permissions.ts';
import { checkCopyJob } from './check-copy-job.ts';
import { type Check, checkLogins, failedLogin } from './check-logins.ts';
import { findStateNamespace } from './find-state-namespace.ts';
import { type Reach, surroundingsOf } from './surroundings-of.ts';

export interface PlannedMove {
  /** Makes the plan; called only if reading is permitted. */
  readonly prepare: (work: Work) => Promise<Preparation>;
  readonly pullSecretName: string;
  readonly engine: CopyEngine;
  readonly copyOptions: CopyJobOptions;
  /** Pins the engine's image in the options to a digest. Throws ExpectedError. */
  readonly pin: (plan: Plan, signal: AbortSignal) => Promise<CopyJobOptions>;
}

export interface PreflightRequest extends Reach {
  readonly profile: Profile;
  /** Absent: check only what reading commands need. */
  readonly move?: PlannedMove;
}

export interface PreflightReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'PreflightReport';
  readonly permissions: readonly AskedPermission[];
  readonly checks: readonly Check[];
  /** In sentences. */
  readonly warnings: readonly string[];
}

type Findings = Pick<PreflightReport, 'permissions' | 'checks' | 'warnings'>;

/** Reads only. Throws UsageError, ClusterError. */
export async function preflight(
  cluster: Cluster,
  request: PreflightRequest,
  work: Work,
): Promise<PreflightReport> {
  const surroundings = await surroundingsOf(cluster, request, work.signal);
  const looking = { ...surroundings, copies: false, pullSecrets: [] };
  const look = await askPermissions(cluster, requiredPermissions(READ_ONLY, looking), work.signal);
  const { move } = request;
  const findings =
    move === undefined
      ? { permissions: look, checks: [], warnings: [] }
      : await moveFindings(cluster, { move, surroundings, look }, work);
  const { title, why } = request.profile;
  const platform: Check = { what: 'platform', state: 'passed', message: `${title}: ${why}` };
  const checks = [platform, ...findings.checks];
  return { apiVersion: 'registry-switch/v1', kind: 'PreflightReport', ...findings, checks };
}

interface Moving {
  readonly move: PlannedMove;
  readonly surroundings: PlanSurroundings;
  readonly look: readonly AskedPermission[];
}

async function moveFindings(cluster: Cluster, moving: Moving, work: Work): Promise<Findings> {
  const stateNamespace = await findStateNamespace(
    cluster,
    moving.surroundings.stateNamespace.name,
    work.signal,
  );
  const known = { ...moving, surroundings: { ...moving.surroundings, stateNamespace } };
  if (moving.look.some(({ allowed, without }) => !allowed && without === undefined)) {
    return withoutPlan(cluster, known, { checks: [], reason: 'not everything can be listed' }, work);
  }
  try {
    const preparation = await moving.move.prepare(work);
    return await withPlan(cluster, known, preparation, work);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const checks = [failedLogin(error)];
    return withoutPlan(cluster, known, { checks, reason: `${error.host} could not be reached` }, work);
  }
}

async function withPlan(
  cluster: Cluster,
  { move, surroundings }: Moving,
  preparation: Preparation,
  { signal }: Work,
): Promise<Findings> {
  const { plan } = preparation;
  const extent = planExtent(plan, surroundings);
  const permissions = await askPermissions(cluster, requiredPermissions(EVERYTHING, extent), signal);
  const checks = await checkLogins(preparation, signal);
  const { options, checks: pinned } = await checkEngine(move, plan, signal);
  const job = { engine: move.engine, options };
  const creates = permissions.some(
    ({ verb, resource, allowed }) => verb === 'create' && resource === 'jobs' && allowed,
  );
  const tried =
    creates && !surroundings.stateNamespace.missing ? [await checkCopyJob(cluster, plan, job, signal)] : [];
  return { permissions, checks: [...checks, ...pinned, ...tried], warnings: [] };
}

/** Whether the engine's image can be pinned to a digest; not needed without copies. */
async function checkEngine(
  { copyOptions, pin }: PlannedMove,
  plan: Plan,
  signal: AbortSignal,
): Promise<{ readonly options: CopyJobOptions; readonly checks: readonly Check[] }> {
  if (plan.copies.every(({ present }) => present)) return { options: copyOptions, checks: [] };
  const what = 'image of the copy engine';
  try {
    const options = await pin(plan, signal);
    return { options, checks: [{ what, state: 'passed', message: formatImageReference(options.image) }] };
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    return { options: copyOptions, checks: [{ what, state: 'failed', message: error.message }] };
  }
}

/** The permissions that any plan may need. */
async function withoutPlan(
  cluster: Cluster,
  { move, surroundings }: Moving,
  { checks, reason }: { readonly checks: readonly Check[]; readonly reason: string },
  { signal }: Work,
): Promise<Findings> {
  const extent: Extent = { ...surroundings, copies: true, pullSecrets: [{ name: move.pullSecretName }] };
  const permissions = await askPermissions(cluster, requiredPermissions(EVERYTHING, extent), signal);
  const warning = `cannot make a plan: ${reason}; showing the permissions that any plan may need`;
  return { permissions, checks, warnings: [warning] };
}

/** Whether nothing is missing. */
export function isReady({ permissions, checks }: PreflightReport): boolean {
  return permissions.every(({ allowed }) => allowed) && checks.every(({ state }) => state !== 'failed');
}
