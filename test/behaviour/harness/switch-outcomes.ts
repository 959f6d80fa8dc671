/** What a move says of each workload, in JSON. */
import type { MigrationReport } from '../../../src/workflow/carry-out.ts';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switch-workload.ts';
import type { Outcome } from './run-product.ts';

/** By name of the workload. */
export function switchedWorkloads({ stdout }: Outcome): Readonly<Record<string, SwitchedWorkload>> {
  const report = JSON.parse(stdout) as MigrationReport;
  return Object.fromEntries(report.switch.workloads.map((one) => [one.workload.name, one]));
}

/** The outcome of each, by name of the workload. */
export function outcomesOf(outcome: Outcome): Readonly<Record<string, string>> {
  const all = Object.entries(switchedWorkloads(outcome));
  return Object.fromEntries(all.map(([name, workload]) => [name, workload.outcome]));
}
