import { UsageError } from '../errors.ts';

/** A position in a JSONPath text that moves on as the text is read. */
export class TextCursor {
  readonly #text: string;
  #position: number;

  constructor(text: string, position = 0) {
    this.#text = text;
    this.#position = position;
  }

  get atEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  /** Moves past what the sticky pattern matches here and gives it; `undefined` when it does not match. */
  take(pattern: RegExp): string | undefined {
    const match = new RegExp(pattern.source, `${pattern.flags}y`);
    match.lastIndex = this.#position;
    const [found] = match.exec(this.#text) ?? [];
    this.#position += found?.length ?? 0;
    return found;
  }

  /** Moves past this text if it stands here. */
  skip(text: string): boolean {
    if (!this.#text.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    return true;
  }

  /** Moves past blanks. */
  skipBlanks(): void {
    this.take(/[ \t]*/);
  }

  /** Throws UsageError unless this text stands here. */
  expect(text: string): void {
    if (!this.skip(text)) this.fail(`expected ${text}`);
  }

  fail(problem: string): never {
    const found = this.atEnd ? 'the end' : JSON.stringify(this.#text[this.#position]);
    throw new UsageError(
      `invalid JSONPath ${JSON.stringify(this.#text)}: ${problem}, found ${found} at position ${this.#position + 1}`,
      {
        nextStep: "Write it in kubectl's notation, e.g. {.spec.containers[*].image}.",
      },
    );
  }
}
