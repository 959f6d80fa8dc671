/** Exit codes, derived from results only. */
import { EXIT } from '../domain/exit.ts';
import { type LeftAlone, stillPulling } from '../domain/plan/plan.ts';
import { countedFindings } from '../domain/verify/findings.ts';
import type { MigrationReport } from '../workflow/carry-out.ts';
import type { RollbackReport } from '../workflow/rollback/roll-back.ts';
import { isFailure } from '../workflow/switch/switched-workload.ts';
import type { SwitchReport } from '../workflow/switch/switch-workloads.ts';

/** Partly done when something was left alone; a deleted workload counts as done. */
export function switchExitCode({ workloads }: SwitchReport, leftAlone: readonly LeftAlone[]): number {
  if (workloads.some(isFailure)) return EXIT.failed;
  const outcomes = new Set(workloads.map(({ outcome }) => outcome));
  const partly = outcomes.has('left-alone') || outcomes.has('unhealthy') || outcomes.has('not-started');
  return partly || leftAlone.length > 0 ? EXIT.partly : EXIT.done;
}

/**
 * Failed: something could not be rolled back. Partly done: something was kept because it was changed since, or there
 * are warnings.
 */
export function rollbackExitCode({ workloads, secrets, warnings }: RollbackReport): number {
  if (workloads.some(({ outcome }) => outcome === 'failed')) return EXIT.failed;
  const partly =
    workloads.some(({ outcome, kept }) => outcome === 'unhealthy' || kept.length > 0) ||
    secrets.some(({ outcome }) => outcome === 'kept') ||
    warnings.length > 0;
  return partly ? EXIT.partly : EXIT.done;
}

/** Partly done: something was left alone or not copied. Old references: some remain for another reason. */
export function migrationExitCode(report: MigrationReport): number {
  const switched = switchExitCode(report.switch, stillPulling(report.plan));
  if (switched !== EXIT.done) return switched;
  if (report.copy.failed.length > 0) return EXIT.partly;
  return countedFindings(report.verify).length > 0 ? EXIT.oldReferences : EXIT.done;
}
