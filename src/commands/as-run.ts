/** Carries out what a command does to a plan's workloads as a run: alone in the cluster, and written down. */
import { wayBack, waysOn } from '../cli/go-on-commands.ts';
import type { ChosenMapping } from '../cli/plan-request.ts';
import { newRun } from '../cli/run-record.ts';
import type { FlagValue } from '../cli/shell-command.ts';
import type { Session } from '../cli/session.ts';
import { shortHash } from '../domain/canonical-hash.ts';
import { countOf } from '../domain/count-of.ts';
import { EXIT } from '../domain/exit.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { planHash } from '../domain/plan/plan-hash.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { type Run, type RunWorkload, signOffOf } from '../domain/run/run.ts';
import type { ImageQuestions } from '../workflow/images/image-questions.ts';
import type { RunStep } from '../domain/ports/progress.ts';
import type { InventoryRequest } from '../domain/inventory/inventory-request.ts';
import { perhapsSwitched, switchedBefore } from '../workflow/switch/switched-before.ts';
import { type RunCall, type RunEnding, withRun } from '../workflow/run/with-run.ts';
import type { OnFailure } from '../workflow/switch/switch-input.ts';
import type { SwitchedWorkload } from '../workflow/switch/switched-workload.ts';
import { leasesFor, leaseTerms } from './lease-terms.ts';
import type { Output } from './output.ts';

export interface RunPlace {
  readonly session: Session;
  readonly output: Output;
  readonly chosen: ChosenMapping;
  readonly plan: Plan;
  /** Which command begins or resumes it, and with which flags. */
  readonly command: Run['command'];
  readonly flags: {
    readonly takeover: boolean;
    readonly 'registry-secret'?: string | undefined;
    readonly expect?: string | undefined;
    readonly [flag: string]: FlagValue;
  };
  /** Namespace of the journal. */
  readonly home: string;
  /** What is done where another run is at work: the workloads there are left alone, or nothing is begun at all. */
  readonly onFailure: OnFailure;
  readonly inventory: InventoryRequest;
  readonly questions: ImageQuestions;
  readonly rollout: { readonly timeoutSeconds: number; readonly maxInFlight: number };
  /** The run that is resumed. */
  readonly resumed?: Run | undefined;
}

/** What came of a run, and what people are to be told of it below its report. */
export interface RunResult<Result> {
  readonly report: Result;
  readonly talk: readonly string[];
}

/** What a step of a run is given to write down what it does. */
export interface RunNotes {
  readonly run: string;
  readonly onOutcome: (workload: SwitchedWorkload) => void;
  /** What an earlier part of the run has switched. */
  readonly before: readonly SwitchedWorkload[];
  /** All writes go through it. */
  readonly cluster: Cluster;
  /** Why nothing may be written to namespaces, by their names. */
  readonly refused: ReadonlyMap<string, Error>;
}

/** Nothing would become of these by going on. */
const SETTLED: ReadonlySet<SwitchedWorkload['outcome']> = new Set([
  'switched',
  'unchanged',
  'gone',
  'unhealthy',
]);

/** `body` runs its steps by the given one, which writes down what goes on and ends with the lease. */
export async function asRun<Result>(
  place: RunPlace,
  body: (step: RunStep, notes: RunNotes) => Promise<Result>,
  endingOf: (result: Result) => RunEnding,
): Promise<RunResult<Result>> {
  const { session, output, flags } = place;
  const run = runOf(place);
  const talk: string[] = [];
  const signedOff = signedOffBy(place, run);
  const ways = waysOn({ run, signedOff }, flags);
  await output.say([
    signedOff === undefined
      ? `Going on with run ${run.id}.`
      : `Run ${run.id} signed off as ${shortHash(signedOff)}.`,
  ]);
  const open = new Set(place.plan.changes.map(({ workload }) => describeRef(workload)));
  const report = await withRun(
    session.unfenced,
    {
      ...{ run, leases: leasesOf(place, run), signal: session.signal, waysOn: ways },
      onTrouble: (trouble) => talk.push(`warning: ${trouble}`),
    },
    async (journal, { cluster, refused, signal }) => {
      const step: RunStep = async (title, work, summary) => {
        journal.note({ step: title });
        return session.step(
          title,
          async (given) => work({ ...given, signal: AbortSignal.any([given.signal, signal]) }),
          summary,
        );
      };
      const onOutcome = ({ workload, outcome }: SwitchedWorkload): void => {
        if (SETTLED.has(outcome)) open.delete(describeRef(workload));
        journal.workload(describeRef(workload), outcome);
      };
      const before = await earlierPart(place, cluster, step);
      before.forEach(onOutcome);
      return body(step, { run: run.id, onOutcome, before, cluster, refused });
    },
    endingOf,
  );
  if (endingOf(report).state !== 'done') {
    talk.push(
      open.size > 0
        ? `What is left of run ${run.id}: ${ways}`
        : `Run ${run.id} has nothing left to go on with: what was left alone needs what its reason says. Or ${wayBack({ run, signedOff }, flags)}`,
    );
  }
  return { report, talk };
}

/** A hash that stands in a journal alone may be that of an edited one: it is never shown as if somebody had seen it. */
function signedOffBy({ resumed, flags }: RunPlace, run: Run): string | undefined {
  return resumed === undefined || flags.expect !== undefined ? signOffOf(run) : undefined;
}

/** Where the plan changes something; what else turns up is asked for when it is written. */
function leasesOf(place: RunPlace, { id }: Run): RunCall['leases'] {
  const { session, plan, flags, home, onFailure, inventory, resumed } = place;
  const [secretNamespace] = flags['registry-secret']?.split('/') ?? [];
  return {
    ...leaseTerms(session, { what: `run ${id}`, run: id, takeover: flags.takeover }),
    home,
    namespaces: [
      ...leasesFor(plan.changes.map(({ workload }) => workload)),
      ...(secretNamespace === undefined ? [] : [secretNamespace]),
    ],
    leaveOut: onFailure === 'continue',
    // Where it is at work stands in its journal: it has no flag to be narrowed by.
    ...(resumed === undefined ? {} : { goesWithout: '--on-failure continue' }),
    customImages: inventory.customImages,
  };
}

async function earlierPart(place: RunPlace, cluster: Cluster, step: RunStep): Promise<SwitchedWorkload[]> {
  const { plan, resumed, inventory, rollout, questions } = place;
  if (resumed === undefined) return [];
  const planned = new Set(plan.changes.map(({ workload }) => describeRef(workload)));
  if (perhapsSwitched(resumed, planned).size === 0) return [];
  const readImages = imageReader(inventory.customImages);
  const part = { run: resumed, planned, inventory, questions, readImages, ...rollout };
  return step(
    'Looking at what was switched before',
    async (work) => switchedBefore(cluster, part, work),
    (before) => countOf(before.length, 'workload'),
  );
}

/** A new run, or the resumed one with what is left of its workloads beside those that are done. */
function runOf({ command, flags, plan, chosen, resumed }: RunPlace): Run {
  const workloads = plan.changes.map(({ workload }): RunWorkload => ({
    name: describeRef(workload),
    outcome: 'planned',
  }));
  if (resumed === undefined) {
    return newRun({ command, flags, chosen, server: plan.server, plan: planHash(plan), workloads });
  }
  const left = new Set(workloads.map(({ name }) => name));
  const done = resumed.workloads
    .filter(({ name }) => !left.has(name))
    .map((one): RunWorkload => (one.outcome === 'planned' ? { ...one, outcome: 'unchanged' } : one));
  return { ...resumed, state: 'running', message: '', workloads: [...done, ...workloads] };
}

/** How a run ended, from the exit code of its command. */
export function endingOf(exitCode: number, message: string): RunEnding {
  const state = exitCode === EXIT.done ? 'done' : exitCode === EXIT.failed ? 'failed' : 'partly';
  return { state, message: exitCode === EXIT.done ? '' : message };
}
