/** Ctrl-C and SIGTERM as one AbortSignal for the whole process. */
import { InterruptedError } from '../domain/errors.ts';

let controller: AbortController | undefined;

/** The first signal lets what is under way end in order; the second ends the process at once. */
export function interruption(): AbortSignal {
  if (controller !== undefined) return controller.signal;
  const own = new AbortController();
  controller = own;
  const interrupt = (): void => {
    if (own.signal.aborted) process.exit(130);
    own.abort(
      new InterruptedError('interrupted', {
        nextStep: 'Nothing is lost: run the same command again to go on, or `rollback` to undo.',
      }),
    );
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return own.signal;
}
