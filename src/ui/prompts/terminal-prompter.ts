import type * as Inquirer from '@inquirer/prompts';
import { InterruptedError, UsageError } from '../../domain/errors.ts';
import { printable } from '../printable.ts';
import { abortAtEndOfInput, type PromptInput } from './end-of-input.ts';
import type { ChoiceQuestion, Prompter, Question, TextQuestion } from './prompter.ts';

export interface PromptTerminal {
  readonly input: PromptInput;
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

/** Answers on stdin, questions on stderr. */
export const TERMINAL: Omit<PromptTerminal, 'signal'> = { input: process.stdin, output: process.stderr };

/** What every inquirer prompt takes besides the question. */
interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Asks at a terminal; the questions go to `output`, which should be stderr. */
export function terminalPrompter(terminal: PromptTerminal): Prompter {
  const ask = async <Answer>(
    { flag, message }: Question,
    prompt: (inquirer: typeof Inquirer, context: PromptContext) => Promise<Answer>,
  ): Promise<Answer> => {
    if (!canAnswer(terminal)) {
      throw new UsageError(`cannot prompt without a terminal: ${message}`, { nextStep: `Give ${flag}.` });
    }
    return interruptible(terminal, async (context) => prompt(await import('@inquirer/prompts'), context));
  };
  return {
    confirm: (question) =>
      ask(question, (inquirer, context) =>
        inquirer.confirm(
          { message: printable(question.message), default: question.default ?? false },
          context,
        ),
      ),
    select: (question) => ask(question, ({ select }, context) => select(shown(question), context)),
    checkbox: (question) =>
      ask(question, ({ checkbox }, context) => checkbox({ ...shown(question), required: true }, context)),
    input: (question) =>
      ask(question, ({ input }, context) =>
        input(
          {
            message: printable(question.message),
            ...(question.default === undefined ? {} : { default: question.default }),
            validate: (answer) => printableProblem(question, answer) ?? true,
          },
          context,
        ),
      ),
  };
}

function shown<Value>({
  message,
  choices,
}: ChoiceQuestion<Value>): Pick<ChoiceQuestion<Value>, 'message' | 'choices'> {
  return {
    message: printable(message),
    choices: choices.map((choice) => ({
      ...choice,
      name: printable(choice.name),
      ...(choice.description === undefined ? {} : { description: printable(choice.description) }),
    })),
  };
}

function printableProblem({ problem }: TextQuestion, answer: string): string | undefined {
  const found = problem?.(answer);
  return found === undefined ? undefined : printable(found);
}

/** Whether input and output are terminals. */
export function canAnswer({ input, output }: Pick<PromptTerminal, 'input' | 'output'>): boolean {
  return input.isTTY === true && output.isTTY === true;
}

/** Ctrl-C, Ctrl-D and our own signal all mean the same: stop. */
async function interruptible<Answer>(
  { input, output, signal }: PromptTerminal,
  prompt: (context: PromptContext) => Promise<Answer>,
): Promise<Answer> {
  const end = abortAtEndOfInput(input);
  try {
    return await prompt({ input, output, signal: AbortSignal.any([signal, end.signal]) });
  } catch (error) {
    // Classes of a package that is not a direct dependency: identified by name, as inquirer documents.
    const stopped = error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
    if (stopped) throw new InterruptedError('interrupted', { cause: error });
    throw error;
  } finally {
    end.forget();
  }
}
