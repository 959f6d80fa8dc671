import { describeRef, kubectlName } from '../../domain/kubernetes/object-ref.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import type { SwitchedWorkload } from '../../workflow/switch/switched-workload.ts';
import type { SwitchReport } from '../../workflow/switch/switch-workloads.ts';

export const SWITCH_VIEW: ResultView<SwitchReport, SwitchedWorkload> = {
  rows: ({ workloads }) => workloads,
  name: ({ workload }) => kubectlName(workload),
  columns: [
    { header: 'workload', value: ({ workload }) => describeRef(workload) },
    { header: 'result', value: ({ outcome }) => outcome },
    { header: 'message', value: ({ message }) => message },
  ],
};
