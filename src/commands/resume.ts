import * as Args from '@oclif/core/args';
import { ExitingCommand } from './exiting-command.ts';
import { checkHashText } from '../cli/expected-hash.ts';
import { type ResumeFlags, resumeFlags } from '../cli/flags/resume-flags.ts';
import { requireFlagsAgain, requireSameTargets, resumedFlags } from '../cli/resumed-flags.ts';
import { openSession, type Session } from '../cli/session.ts';
import { ExpectedError, UsageError } from '../domain/errors.ts';
import type { Run } from '../domain/run/run.ts';
import { findRun, latestResumable, listJournals } from '../workflow/journals/list-runs.ts';
import { approveRun, requireApproval } from './approve-run.ts';
import { openOutput } from './output.ts';
import { runMigration } from './run-migration.ts';
import { runSwitch } from './run-switch.ts';

/** Resumes a run that was interrupted, killed or halted. */
export class Resume extends ExitingCommand {
  static override description = `Resume a run that was interrupted, killed or halted, with the settings it was started with.

What is done stays done; the rest is planned again from what runs now. Without a name the newest run that has
something left to do is resumed. What is moved, and where to, is taken from the journal of the run. As others may
be able to edit the journal, you confirm it before anything is sent to a registry, and then the plan with what
the run did not start with. With --yes, or without a terminal, a run is resumed only with the hash that was
shown when it started (--expect). Logins, certificates, the image of the copier and the like are never taken
from a journal: give again what the run was started with.`;
  static override examples = [
    { description: 'Resume the newest run', command: 'resume' },
    {
      description: 'Continue past a workload that fails, rolling back only that one',
      command: 'resume 20261121-091733-k3x9 --on-failure continue',
    },
    {
      description: 'In a script',
      command:
        'resume 20261121-091733-k3x9 --yes --expect 1a2b3c4d5e6f --username me --password-stdin < password',
    },
  ];
  static override args = {
    run: Args.string({ description: 'Name of the run, as "status" shows it.', ignoreStdin: true }),
  };
  static override flags = resumeFlags;

  override async run(): Promise<number> {
    const { args, flags, metadata } = await this.parse(Resume);
    checkHashText(flags.expect);
    const given = new Set(Object.keys(flags).filter((name) => metadata.flags[name]?.setFromDefault !== true));
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const run = await findResumable(args.run, flags, session);
    requireApproval(run, flags, output.canAsk);
    await requireSameTargets(run, flags);
    requireFlagsAgain(run, flags, given);
    await approveRun(run, flags, { output, server: session.cluster.server });
    const wanted = resumedFlags(run, flags, given);
    const call = { command: run.command, resumed: run };
    return run.command === 'switch' ? runSwitch(wanted, call) : runMigration(wanted, call);
  }
}

async function findResumable(
  name: string | undefined,
  flags: ResumeFlags,
  { cluster, signal }: Session,
): Promise<Run> {
  const journals = await listJournals(cluster, flags['copy-namespace'], signal);
  if (name === undefined) {
    const latest = latestResumable(journals.runs);
    if (latest !== undefined) return latest;
    throw new ExpectedError('no run to resume', {
      nextStep: 'List all runs with `kubectl registry-switch status`.',
    });
  }
  const run = findRun(journals, name);
  if (run.state !== 'finished' && run.state !== 'rolled-back') return run;
  throw new UsageError(`run ${name} is ${run.state}: nothing to resume`, {
    nextStep: 'Start a new run with `kubectl registry-switch migrate`.',
  });
}
