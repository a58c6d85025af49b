const FORGET_MS = 700;

/** Finds rows by their first letters, as lists of every desktop do. */
export class TypeAhead {
  #typed = '';
  #at = 0;

  /** Says whether a letter typed now belongs to the ones before. */
  isTyping(now: number): boolean {
    return now - this.#at < FORGET_MS;
  }

  /**
   * The index of the next row that begins with what was typed, or `from` when there is none. The
   * same letter again and again walks through the rows that begin with it.
   */
  next(letter: string, texts: readonly string[], from: number, now: number): number {
    const continues = this.isTyping(now);
    this.#at = now;
    this.#typed = continues ? this.#typed + letter.toLowerCase() : letter.toLowerCase();
    const repeated = this.#typed === letter.toLowerCase().repeat(this.#typed.length);
    const wanted = repeated ? letter.toLowerCase() : this.#typed;
    const start = repeated ? from + 1 : from;
    for (let step = 0; step < texts.length; step++) {
      const index = (start + step) % texts.length;
      if (texts[index]?.toLowerCase().startsWith(wanted)) return index;
    }
    return from;
  }
}
