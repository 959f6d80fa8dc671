import { fileURLToPath } from 'node:url';
import * as Flags from '@oclif/core/flags';
import { ExitingCommand } from './exiting-command.ts';
import { copyEngine } from '../cli/copy-options.ts';
import { interruption } from '../cli/interruption.ts';
import { ExpectedError, InterruptedError, UsageError } from '../domain/errors.ts';
import { paintFor } from '../ui/paint.ts';

/** Beside src/ and dist/. */
const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const HANGUP = 129;

/** A complete move on an embedded cluster. */
export class Demo extends ExitingCommand {
  static override description = `Show a complete move on a sandbox: a Kubernetes API and registries inside this process, nothing else needed.

It seeds about 20 workloads, among them stuck ones and ones that others control, and runs the real migrate
against them. All of it listens on 127.0.0.1 only and is gone at the end. The exit code is that of the migration.`;
  static override examples = [
    { description: 'Watch it', command: 'demo' },
    { description: 'Watch Deckhouse move', command: 'demo --estate deckhouse' },
    { description: 'Keep the sandbox to explore it from another terminal', command: 'demo --keep' },
    { description: 'Start only the sandbox and make the move yourself', command: 'demo --keep --no-migrate' },
  ];
  static override flags = {
    estate: Flags.option({ options: ['workloads', 'deckhouse'] as const, default: 'workloads' as const })({
      helpGroup: 'DEMO',
      description:
        'What is moved: the workloads of a company, or the platform Deckhouse itself (without --keep).',
    }),
    keep: Flags.boolean({
      helpGroup: 'DEMO',
      description: 'Leave the sandbox running until Ctrl-C, and show how to reach it.',
    }),
    'no-migrate': Flags.boolean({
      helpGroup: 'DEMO',
      dependsOn: ['keep'],
      description: 'Only seed the sandbox; do not make the move.',
    }),
    record: Flags.boolean({
      helpGroup: 'DEMO',
      description: 'Run at the pace of a screencast: commands are typed, with time to read.',
    }),
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Demo);
    if (flags.estate === 'deckhouse' && flags.keep) {
      throw new UsageError('--keep is not for --estate deckhouse', { nextStep: 'Leave one of them out.' });
    }
    const signal = interruption();
    // The terminal was closed: still remove the files of the sandbox.
    process.once('SIGHUP', () => process.exit(HANGUP));
    const { DemoFailure, makeNarrator, runDemo } = await import('../sandbox/index.ts');
    const { stderr } = process;
    const narrator = makeNarrator({
      write: (text) => stderr.write(text),
      paint: paintFor(stderr),
      columns: stderr.isTTY ? stderr.columns : undefined,
      paced: flags.record,
      signal,
    });
    const { defaultImage: copierImage } = await copyEngine();
    const { keep } = flags;
    try {
      return await runDemo({
        program: PROGRAM,
        estate: flags.estate,
        copierImage,
        migrate: !flags['no-migrate'],
        keep,
        narrator,
        signal,
      });
    } catch (error) {
      if (error instanceof DemoFailure) {
        const { message, nextStep } = error;
        throw new ExpectedError(message, { cause: error, ...(nextStep !== undefined && { nextStep }) });
      }
      if (!signal.aborted) throw error;
      throw new InterruptedError('the demo was stopped', {
        nextStep: 'Everything it created has been removed.',
        cause: error,
      });
    }
  }
}
