import {
  DefaultRenderer,
  Listr,
  ListrLogger,
  ProcessOutput,
  type ListrTaskWrapper,
  type SilentRenderer,
} from 'listr2';
import type { ShownStep } from './shown-step.ts';

/** Milliseconds between two looks at a step. */
const INTERVAL = 100;

/** listr2 asks whether stdout is a terminal before it draws; that is decided elsewhere, and for another stream. */
class StepRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

type Drawing = ListrTaskWrapper<object, typeof StepRenderer, typeof SilentRenderer>;

/** Draws a step until it ends; nothing but the picture depends on it. */
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
      // Its own would end the process on Ctrl-C.
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
