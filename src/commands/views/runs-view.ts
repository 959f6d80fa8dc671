import { countOutcomes, signOffOf } from '../../domain/run/run.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import type { ListedRun, RunList } from '../../workflow/run/list-conditions.ts';
import type { UnreadableRun } from '../../workflow/journals/run-object.ts';

/** A run, or a ConfigMap that should be a journal but cannot be read. */
interface RunRow {
  readonly id: string;
  readonly state: string;
  readonly message: string;
  readonly run?: ListedRun;
}

export const RUNS_VIEW: ResultView<RunList, RunRow> = {
  rows: ({ runs, unreadable }) => [...runs.map(runRow), ...unreadable.map(unreadableRow)],
  name: ({ id }) => `run/${id}`,
  columns: [
    { header: 'run', value: ({ id }) => id },
    { header: 'command', value: ({ run }) => run?.command },
    { header: 'state', value: ({ state }) => state },
    { header: 'from', value: ({ run }) => run && sourcesOf(run).join(', ') },
    { header: 'to', value: ({ run }) => run?.move.to },
    { header: 'workloads', value: ({ run }) => run && counted(run) },
    { header: 'message', value: ({ message }) => message },
    { header: 'by', value: ({ run }) => run?.by, wide: true },
    { header: 'started', value: ({ run }) => run?.startedAt, wide: true },
    { header: 'journal', value: ({ run }) => run && standingOf(run), wide: true },
  ],
};

function runRow(run: ListedRun): RunRow {
  return { id: run.id, state: run.condition, message: messageOf(run), run };
}

function unreadableRow({ name, reason }: UnreadableRun): RunRow {
  return { id: name, state: 'unreadable', message: reason };
}

function sourcesOf({ move }: ListedRun): string[] {
  return [...(move.from ?? []), ...move.rules.map(({ from }) => from)];
}

/** For a run that has not ended: its last step. */
function messageOf({ message, step, state }: ListedRun): string {
  return message === '' && state === 'running' ? step : message;
}

/** `12 switched, 3 planned` */
function counted(run: ListedRun): string {
  return [...countOutcomes(run)].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

/** Not the hash itself: it has to be compared with the one shown when the run started. */
function standingOf(run: ListedRun): string {
  return signOffOf(run) === run.signedOff ? '' : 'edited since it started';
}
