/** What `migrate` or `switch` says of each workload, in JSON. */
import type { MigrationReport } from '../../../src/workflow/carry-out.ts';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import type { SwitchReport } from '../../../src/workflow/switch/switch-workloads.ts';
import type { Outcome } from './run-product.ts';

/** By name of the workload. */
export function switchedWorkloads({ stdout }: Outcome): Readonly<Record<string, SwitchedWorkload>> {
  const report = JSON.parse(stdout) as MigrationReport | SwitchReport;
  const { workloads } = report.kind === 'SwitchReport' ? report : report.switch;
  return Object.fromEntries(workloads.map((one) => [one.workload.name, one]));
}

/** The outcome of each, by name of the workload. */
export function outcomesOf(outcome: Outcome): Readonly<Record<string, string>> {
  const all = Object.entries(switchedWorkloads(outcome));
  return Object.fromEntries(all.map(([name, workload]) => [name, workload.outcome]));
}
