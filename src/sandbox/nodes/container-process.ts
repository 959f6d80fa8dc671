/** A container that runs: its program, its log, how it is told to end. */
import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import { programFor } from '../programs/program-for.ts';
import type { ContainerLog } from './log-book.ts';

export interface ProcessSetup {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly readFile: (path: string) => Buffer | undefined;
  readonly log: ContainerLog;
  readonly network: Network;
  readonly clock: Clock;
}

/** Of what was ended by KILL. */
const KILLED = 137;

/** Of a program that broke down in a way that it does not know itself. */
const BROKEN = 139;

export class ContainerProcess {
  /** Exit code; never rejects. */
  readonly exited: Promise<number>;
  readonly #term = new AbortController();
  readonly #kill = Promise.withResolvers<number>();

  constructor({ argv, env, readFile, log, network, clock }: ProcessSetup) {
    const write = (line: string): void => {
      log.add({ time: clock.now(), line });
    };
    const context = { argv, env, readFile, log: write, signal: this.#term.signal, network, clock };
    const ran = programFor(argv)(context).catch((error: unknown) => {
      write(`panic: ${error instanceof Error ? error.message : String(error)}`);
      return BROKEN;
    });
    this.exited = Promise.race([ran, this.#kill.promise]).finally(() => {
      log.end();
    });
  }

  /** TERM. */
  terminate(): void {
    this.#term.abort();
  }

  /** KILL: it ends at once, whatever it does. */
  kill(): void {
    this.#kill.resolve(KILLED);
    this.#term.abort();
  }
}
