/** Why a text is not JSON, in the words of Go's decoder (encoding/json, scanner.go). */

/** The reason, such as `unexpected end of JSON input`; `undefined` when the text is JSON. */
export function jsonFault(text: string): string | undefined {
  const scan = new Scan(text);
  try {
    scan.value();
    scan.end();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

class Fault extends Error {}

const LITERALS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };
const ESCAPES = '"\\/bfnrt';

class Scan {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): void {
    const character = this.#visible();
    const literal = LITERALS[character];
    if (literal !== undefined) this.#literal(literal);
    else if (character === '"') this.#string();
    else if (character === '{') this.#object();
    else if (character === '[') this.#array();
    else if (character === '-' || isDigit(character)) this.#number();
    else this.#refuse('looking for beginning of value');
  }

  end(): void {
    this.#blanks();
    if (this.#at < this.#text.length) this.#refuse('after top-level value');
  }

  #object(): void {
    this.#at += 1;
    if (this.#takes('}')) return;
    do {
      if (this.#visible() !== '"') this.#refuse('looking for beginning of object key string');
      this.#string();
      if (!this.#takes(':')) this.#refuse('after object key');
      this.value();
    } while (this.#takes(','));
    if (!this.#takes('}')) this.#refuse('after object key:value pair');
  }

  #array(): void {
    this.#at += 1;
    if (this.#takes(']')) return;
    do this.value();
    while (this.#takes(','));
    if (!this.#takes(']')) this.#refuse('after array element');
  }

  #string(): void {
    for (this.#at += 1; this.#here() !== '"'; this.#at += 1) {
      if (this.#here() < ' ') this.#refuse('in string literal');
      if (this.#here() === '\\') this.#escape();
    }
    this.#at += 1;
  }

  #escape(): void {
    this.#at += 1;
    if (ESCAPES.includes(this.#here())) return;
    if (this.#here() !== 'u') this.#refuse('in string escape code');
    for (let digit = 0; digit < 4; digit += 1) {
      this.#at += 1;
      if (!/[\da-fA-F]/.test(this.#here())) this.#refuse('in \\u hexadecimal character escape');
    }
  }

  #literal(literal: string): void {
    for (const expected of literal) {
      if (this.#here() !== expected) this.#refuse(`in literal ${literal} (expecting '${expected}')`);
      this.#at += 1;
    }
  }

  #number(): void {
    if (this.#next() === '-') this.#at += 1;
    if (this.#next() === '0') this.#at += 1;
    else this.#digits('in numeric literal');
    if (this.#next() === '.') {
      this.#at += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (!/[eE]/.test(this.#next())) return;
    this.#at += 1;
    if (/[+-]/.test(this.#next())) this.#at += 1;
    this.#digits('in exponent of numeric literal');
  }

  #digits(where: string): void {
    if (!isDigit(this.#here())) this.#refuse(where);
    while (isDigit(this.#next())) this.#at += 1;
  }

  #takes(character: string): boolean {
    const found = this.#visible() === character;
    if (found) this.#at += 1;
    return found;
  }

  /** The next character that is no blank. */
  #visible(): string {
    this.#blanks();
    return this.#here();
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#next())) this.#at += 1;
  }

  /** The next character; empty at the end. */
  #next(): string {
    return this.#text.charAt(this.#at);
  }

  /** The next character, of which there has to be one. */
  #here(): string {
    const character = this.#next();
    if (character === '') throw new Fault('unexpected end of JSON input');
    return character;
  }

  #refuse(where: string): never {
    const character = this.#here();
    const shown = character === "'" ? "\\'" : character;
    throw new Fault(`invalid character '${shown}' ${where}`);
  }
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1;
}
