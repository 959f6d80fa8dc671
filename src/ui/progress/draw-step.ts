import {
  DefaultRenderer,
  Listr,
  ListrLogger,
  ProcessOutput,
  type ListrTaskWrapper,
  type SilentRenderer,
} from 'listr2';
import type { ShownStep } from './shown-step.ts';

/** Milliseconds between two updates of a step. */
const INTERVAL = 100;

/** listr2 checks whether stdout is a terminal; here that is decided elsewhere, and for another stream. */
class StepRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

type Drawing = ListrTaskWrapper<object, typeof StepRenderer, typeof SilentRenderer>;

/** Draws a step until it ends. */
export async function drawStep(step: ShownStep, stream: NodeJS.WriteStream): Promise<void> {
  const processOutput = new ProcessOutput(stream, stream, { leaveEmptyLine: false });
  const list = new Listr<object, typeof StepRenderer, 'silent'>(
    [
      {
        title: step.line,
        task: (_, drawing) => draw(step, drawing),
        rendererOptions: { persistentOutput: true },
      },
    ],
    {
      renderer: StepRenderer,
      rendererOptions: { logger: new ListrLogger({ useIcons: true, processOutput }) },
      fallbackRenderer: 'silent',
      // The default would end the process on Ctrl-C.
      registerSignalListeners: false,
      exitOnError: false,
    },
  );
  await list.run();
}

async function draw(step: ShownStep, drawing: Drawing): Promise<void> {
  const timer = setInterval(() => {
    drawing.title = step.line;
    drawing.output = step.details.join('\n');
  }, INTERVAL);
  const { kind, line } = await step.ended;
  clearInterval(timer);
  drawing.title = line;
  drawing.output = step.notes.join('\n');
  if (kind === 'skipped') drawing.skip(line);
  if (kind === 'failed') throw new Error(line);
}
