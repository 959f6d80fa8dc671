/** How a workflow reports progress; results never depend on it. */
export interface Step {
  /** Current activity; replaces the previous text. */
  update(text: string): void;
  /** Something worth keeping, such as a failure of one image. */
  note(text: string): void;
  done(text?: string): void;
  failed(text: string): void;
  skipped(text: string): void;
  /** A part of this step, such as one workload. */
  step(title: string): Step;
}

export interface Progress {
  step(title: string): Step;
}

/** What every workflow gets besides its ports and its input. */
export interface Work {
  readonly signal: AbortSignal;
  readonly progress: Step;
}

/** Runs each step under a title; the caller shows them. */
export type RunStep = <Result>(
  title: string,
  run: (work: Work) => Promise<Result>,
  summary?: (result: Result) => string,
) => Promise<Result>;
