/** Things to be sent, in order, to one reader that takes them when it can. */
export class WatchQueue<Item> {
  readonly #items: Item[] = [];
  #wake: (() => void) | undefined;
  #isOver = false;

  push(item: Item): void {
    if (this.#isOver) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** What is still in it is given out, and no more. */
  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (;;) {
      yield* this.#items.splice(0);
      if (this.#items.length > 0) continue;
      if (this.#isOver) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
