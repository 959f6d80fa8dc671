import { InterruptedError } from '../domain/errors.ts';
import { EXIT } from '../domain/exit.ts';

/** Wrappers such as `npx` and `timeout` forward a Ctrl-C that the terminal has already sent to this process. */
const ECHO_MILLISECONDS = 100;

let controller: AbortController | undefined;

/** One AbortSignal for Ctrl-C and SIGTERM: the first ends the command in order, the second ends the process at once. */
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
        nextStep: 'Nothing is lost: run the same command again to continue, or `rollback` to undo.',
      }),
    );
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return own.signal;
}

function exitAtOnce(): never {
  process.stderr.write(
    'error: interrupted twice: exiting immediately\nSee what the run has done with `kubectl registry-switch status`.\n',
  );
  process.exit(EXIT.interrupted);
}
