import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { SwitchReport } from '../workflow/switch/switch-workloads.ts';
import type { Output } from './output.ts';

/** Evidence of the workloads that did not become healthy; prints nothing when all did. */
export async function reportEvidence(output: Output, { workloads }: SwitchReport): Promise<void> {
  for (const { workload, evidence = [] } of workloads) {
    if (evidence.length === 0) continue;
    await output.info([
      `${describeRef(workload)} did not become healthy:`,
      ...evidence.map((line) => `  ${line}`),
    ]);
  }
}
