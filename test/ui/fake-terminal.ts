import { PassThrough } from 'node:stream';

/** A stream that takes itself for a terminal, and remembers what a person would see on it. */
export class FakeTerminal extends PassThrough {
  readonly isTTY = true;
  readonly columns = 80;
  readonly rows = 24;
  #written = '';

  override write(chunk: unknown): boolean {
    this.#written += String(chunk);
    return true;
  }

  /** For APIs that want a real terminal's stream. */
  get asTerminal(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }

  get written(): string {
    return this.#written;
  }

  /** What stands on the screen now. */
  get screen(): string[] {
    const screen = new Screen();
    for (const part of this.#written.split(/(\u001b\[[?\d;]*[a-zA-Z]|\r?\n)/)) screen.take(part);
    return screen.lines;
  }
}

/** The few control sequences that progress is drawn with. */
class Screen {
  readonly #lines: (string | undefined)[] = [];
  #row = 0;

  get lines(): string[] {
    return Array.from(this.#lines, (line = '') => line.trimEnd()).filter((line) => line !== '');
  }

  take(part: string): void {
    const [, count = '', command] = /^\u001b\[([?\d;]*)([a-zA-Z])$/.exec(part) ?? [];
    if (command !== undefined) this.#obey(command, Number(count === '' ? 1 : count));
    else if (part.endsWith('\n')) this.#row += 1;
    else this.#line += part;
  }

  #obey(command: string, distance: number): void {
    if (command === 'A') this.#row = Math.max(0, this.#row - distance);
    if (command === 'B') this.#row += distance;
    if (command === 'K') this.#line = '';
  }

  get #line(): string {
    return this.#lines[this.#row] ?? '';
  }

  set #line(text: string) {
    this.#lines[this.#row] = text;
  }
}
