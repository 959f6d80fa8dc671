import { UsageError } from '../errors.ts';

/** A position in a JSONPath text that advances as it is read. */
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

  /** Advances past a match of the sticky pattern and returns it; `undefined` without a match. */
  take(pattern: RegExp): string | undefined {
    const match = new RegExp(pattern.source, `${pattern.flags}y`);
    match.lastIndex = this.#position;
    const [found] = match.exec(this.#text) ?? [];
    this.#position += found?.length ?? 0;
    return found;
  }

  /** Advances past this text if it is here. */
  skip(text: string): boolean {
    if (!this.#text.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    return true;
  }

  /** Advances past whitespace. */
  skipBlanks(): void {
    this.take(/[ \t]*/);
  }

  /** Throws UsageError unless this text is here. */
  expect(text: string): void {
    if (!this.skip(text)) this.fail(`expected ${text}`);
  }

  fail(problem: string): never {
    const found = this.atEnd ? 'the end' : JSON.stringify(this.#text[this.#position]);
    throw new UsageError(
      `invalid JSONPath ${JSON.stringify(this.#text)}: ${problem}, found ${found} at position ${this.#position + 1}`,
      {
        nextStep: "Use kubectl's notation, e.g. {.spec.containers[*].image}.",
      },
    );
  }
}
