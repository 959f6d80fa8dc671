/** The errors that users see: each has an exit code and a next step. */
import { EXIT, type ExitCode } from './exit.ts';

/** Details that every error of ours may carry. */
export interface ErrorDetails {
  /** One sentence: what the user can do now. */
  readonly nextStep?: string;
  readonly cause?: unknown;
}

/** Base of all errors that are expected to reach a user; anything else is a bug. */
export class ExpectedError extends Error {
  override readonly name: string = 'ExpectedError';
  readonly exitCode: ExitCode = EXIT.failed;
  readonly nextStep: string | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.nextStep = details.nextStep;
  }
}

/** The user's input is wrong; nothing was read or changed. */
export class UsageError extends ExpectedError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.usage;
}

/** The user answered "no" to a question. */
export class DeclinedError extends ExpectedError {
  override readonly name = 'DeclinedError';
}

/** The user pressed Ctrl-C, or the process was told to stop. */
export class InterruptedError extends ExpectedError {
  override readonly name = 'InterruptedError';
  override readonly exitCode = EXIT.interrupted;
}

/** Why a request to the API server failed, as codes to decide on. */
export type ClusterFailure =
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'already-exists'
  | 'conflict'
  | 'patch-test-failed'
  | 'invalid'
  /** Nothing can be created in the namespace any more: it is being deleted. */
  | 'terminating'
  | 'too-many-requests'
  | 'expired'
  | 'server-error';

/** A request to the API server failed for good (after the retries that are safe). */
export class ClusterError extends ExpectedError {
  override readonly name = 'ClusterError';
  readonly failure: ClusterFailure;

  constructor(failure: ClusterFailure, message: string, details: ErrorDetails = {}) {
    super(message, details);
    this.failure = failure;
  }
}

/** Why a request to a registry failed. */
export type RegistryFailure =
  | 'unreachable'
  | 'untrusted-certificate'
  /** It rejects the login, or wants one. */
  | 'unauthorized'
  /** It accepts the login, and does not let it see whether there is such a repository. */
  | 'hidden'
  | 'too-many-requests'
  | 'server-error'
  | 'invalid';

/** A request to a registry failed for good. An absent manifest is no error: it is `undefined`. */
export class RegistryError extends ExpectedError {
  override readonly name = 'RegistryError';
  readonly failure: RegistryFailure;
  /** `host[:port]` of the registry. */
  readonly host: string;

  constructor(failure: RegistryFailure, host: string, message: string, details: ErrorDetails = {}) {
    super(message, details);
    this.failure = failure;
    this.host = host;
  }
}

/** Whether a registry shows nothing to the login, for whatever reason. */
export function refusesAccess({ failure }: RegistryError): boolean {
  return failure === 'unauthorized' || failure === 'hidden';
}
