/** Ctrl-C and SIGTERM as one AbortSignal for the whole process. */
import { InterruptedError } from '../domain/errors.ts';
import { EXIT } from '../domain/exit.ts';

/** Wrappers such as `npx` and `timeout` pass on a Ctrl-C that the terminal has sent to us already. */
const ECHO_MILLISECONDS = 100;

let controller: AbortController | undefined;

/** The first signal lets what is under way end in order; the second ends the process at once. */
export function interruption(): AbortSignal {
  if (controller !== undefined) return controller.signal;
  const own = new AbortController();
  controller = own;
  let first = 0;
  const interrupt = (): void => {
    if (own.signal.aborted) {
      if (performance.now() - first > ECHO_MILLISECONDS) exitAtOnce();
      return;
    }
    first = performance.now();
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

function exitAtOnce(): never {
  process.stderr.write(
    'error: interrupted twice: ended at once\nWhat a run has done stands in `kubectl registry-switch status`.\n',
  );
  process.exit(EXIT.interrupted);
}
