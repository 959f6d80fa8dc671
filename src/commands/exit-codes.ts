/** Exit codes from results, never from how the talk went. */
import { type LeftAlone, stillPulling } from '../domain/plan/plan.ts';
import { countedFindings } from '../domain/verify/findings.ts';
import type { MigrationReport } from '../workflow/carry-out.ts';
import type { RollbackReport } from '../workflow/rollback/roll-back.ts';
import { isFailure } from '../workflow/switch/switched-workload.ts';
import type { SwitchReport } from '../workflow/switch/switch-workloads.ts';

/** 0 all done, 1 a workload failed, 4 something was left alone. What is gone leaves nothing to do. */
export function switchExitCode({ workloads }: SwitchReport, leftAlone: readonly LeftAlone[]): number {
  if (workloads.some(isFailure)) return 1;
  const outcomes = new Set(workloads.map(({ outcome }) => outcome));
  const partly = outcomes.has('left-alone') || outcomes.has('unhealthy') || outcomes.has('not-started');
  return partly || leftAlone.length > 0 ? 4 : 0;
}

/**
 * 0 everything is back, 1 something could not be put back, 4 something was kept as somebody changed it since, or could
 * not be looked after.
 */
export function rollbackExitCode({ workloads, secrets, warnings }: RollbackReport): number {
  if (workloads.some(({ outcome }) => outcome === 'failed')) return 1;
  const partly =
    workloads.some(({ outcome, kept }) => outcome === 'unhealthy' || kept.length > 0) ||
    secrets.some(({ outcome }) => outcome === 'kept') ||
    warnings.length > 0;
  return partly ? 4 : 0;
}

/** 1 a workload failed, 4 something was left alone or not copied, 3 old references remain for another reason, 0. */
export function migrationExitCode(report: MigrationReport): number {
  const switched = switchExitCode(report.switch, stillPulling(report.plan));
  if (switched !== 0) return switched;
  if (report.copy.failed.length > 0) return 4;
  return countedFindings(report.verify).length > 0 ? 3 : 0;
}
