/** Runs the steps of a command as a run: journaled, and under the leases of what they write. */
import { undoSteps, nextSteps } from '../cli/next-steps.ts';
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
  /** The command that starts or resumes the run, and its flags. */
  readonly command: Run['command'];
  readonly flags: {
    readonly takeover: boolean;
    readonly 'registry-secret'?: string | undefined;
    readonly expect?: string | undefined;
    readonly [flag: string]: FlagValue;
  };
  /** Namespace of the journal. */
  readonly stateNamespace: string;
  /** When another run holds a lease: the workloads there are left alone, or the run does not start. */
  readonly onFailure: OnFailure;
  readonly inventory: InventoryRequest;
  readonly questions: ImageQuestions;
  readonly rollout: { readonly timeoutSeconds: number; readonly maxInFlight: number };
  /** The run to resume. */
  readonly resumed?: Run | undefined;
}

/** The report of a run, and messages to print below it. */
export interface RunResult<Result> {
  readonly report: Result;
  readonly messages: readonly string[];
}

/** What the steps of a run get to journal what they do. */
export interface RunNotes {
  readonly run: string;
  readonly onOutcome: (workload: SwitchedWorkload) => void;
  /** What the run switched before it was resumed. */
  readonly before: readonly SwitchedWorkload[];
  /** The fenced cluster: all writes go through it. */
  readonly cluster: Cluster;
  /** Namespace name to the reason why nothing may be written there. */
  readonly refused: ReadonlyMap<string, Error>;
}

/** Outcomes that resuming would not change. */
const SETTLED: ReadonlySet<SwitchedWorkload['outcome']> = new Set([
  'switched',
  'unchanged',
  'gone',
  'unhealthy',
]);

/** `body` runs its steps with the given function, which journals them and aborts when the lease is lost. */
export async function executeRun<Result>(
  place: RunPlace,
  body: (step: RunStep, notes: RunNotes) => Promise<Result>,
  endingOf: (result: Result) => RunEnding,
): Promise<RunResult<Result>> {
  const { session, output, flags } = place;
  const run = runOf(place);
  const messages: string[] = [];
  const signedOff = signedOffBy(place, run);
  const ways = nextSteps({ run, signedOff }, flags);
  await output.info([
    signedOff === undefined
      ? `Resuming run ${run.id}.`
      : `Run ${run.id} signed off as ${shortHash(signedOff)}.`,
  ]);
  const open = new Set(place.plan.changes.map(({ workload }) => describeRef(workload)));
  const report = await withRun(
    session.unfenced,
    {
      ...{ run, leases: leasesOf(place, run), signal: session.signal, waysOn: ways },
      onTrouble: (trouble) => messages.push(`warning: ${trouble}`),
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
    messages.push(
      open.size > 0
        ? `Run ${run.id} is not complete: ${ways}`
        : `Run ${run.id} has nothing left to resume: for what was left alone, follow its reason. Or ${undoSteps({ run, signedOff }, flags)}`,
    );
  }
  return { report, messages };
}

/** Never the hash in the journal itself, which may belong to an edited journal. */
function signedOffBy({ resumed, flags }: RunPlace, run: Run): string | undefined {
  return resumed === undefined || flags.expect !== undefined ? signOffOf(run) : undefined;
}

/** The namespaces that the plan changes; leases of others are taken at the first write there. */
function leasesOf(place: RunPlace, { id }: Run): RunCall['leases'] {
  const { session, plan, flags, stateNamespace, onFailure, inventory, resumed } = place;
  const [secretNamespace] = flags['registry-secret']?.split('/') ?? [];
  return {
    ...leaseTerms(session, { what: `run ${id}`, run: id, takeover: flags.takeover }),
    stateNamespace,
    namespaces: [
      ...leasesFor(plan.changes.map(({ workload }) => workload)),
      ...(secretNamespace === undefined ? [] : [secretNamespace]),
    ],
    leaveOut: onFailure === 'continue',
    // `resume` takes the scope from the journal and has no flag to narrow it.
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
    'Checking what was switched before',
    async (work) => switchedBefore(cluster, part, work),
    (before) => countOf(before.length, 'workload'),
  );
}

/** A new run, or the resumed one: its finished workloads plus those still planned. */
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
