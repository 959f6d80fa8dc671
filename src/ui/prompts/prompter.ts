/** Prompts at a terminal. */
export interface Prompter {
  /** `false`: the answer was no. */
  confirm(question: Question & { readonly default?: boolean }): Promise<boolean>;
  select<Value>(question: ChoiceQuestion<Value>): Promise<Value>;
  /** At least one. */
  checkbox<Value>(question: ChoiceQuestion<Value>): Promise<readonly Value[]>;
  input(question: TextQuestion): Promise<string>;
}

/** Every prompt throws UsageError without a terminal, InterruptedError on Ctrl-C. */
export interface Question {
  readonly message: string;
  /** The flag that answers the question without a terminal, e.g. `--yes`. */
  readonly flag: string;
}

export interface Choice<Value> {
  readonly value: Value;
  readonly name: string;
  /** Shown below the list while the choice is selected. */
  readonly description?: string;
  /** For checkboxes. */
  readonly checked?: boolean;
}

export interface ChoiceQuestion<Value> extends Question {
  readonly choices: readonly Choice<Value>[];
}

export interface TextQuestion extends Question {
  readonly default?: string;
  /** What is wrong with an answer; `undefined` when nothing is. */
  readonly problem?: (answer: string) => string | undefined;
}
