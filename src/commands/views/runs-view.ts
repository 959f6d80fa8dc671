import { countOutcomes } from '../../domain/run/run.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import type { ListedRun, RunList } from '../../workflow/run/run-list.ts';

export const RUNS_VIEW: ResultView<RunList, ListedRun> = {
  rows: ({ runs }) => runs,
  name: ({ id }) => `run/${id}`,
  columns: [
    { header: 'run', value: ({ id }) => id },
    { header: 'command', value: ({ command }) => command },
    { header: 'state', value: ({ condition }) => condition },
    { header: 'from', value: ({ from }) => from.join(', ') },
    { header: 'to', value: ({ to }) => to },
    { header: 'workloads', value: (run) => counted(run) },
    { header: 'message', value: messageOf },
    { header: 'by', value: ({ by }) => by, wide: true },
    { header: 'started', value: ({ startedAt }) => startedAt, wide: true },
  ],
};

/** Of a run that is not over, what it does or did last. */
function messageOf({ message, step, state }: ListedRun): string {
  return message === '' && state === 'running' ? step : message;
}

/** `12 switched, 3 planned` */
function counted(run: ListedRun): string {
  return [...countOutcomes(run)].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}
