/** What this needs to know of a key. */
type Key = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'getModifierState'
>;

/**
 * What is typed while a new document is on its way. It belongs to that document and not to the one
 * that is still on the screen.
 */
export class TypedAhead {
  #text: string | null = null;

  /** A document is on its way. */
  begin(): void {
    this.#text ??= '';
  }

  /** The document takes keys itself from now on; returns what was typed before. */
  end(): string {
    const text = this.#text ?? '';
    this.#text = null;
    return text;
  }

  /** Takes a key if it is waited for; the one who asks keeps it from going elsewhere then. */
  take(event: Key): boolean {
    if (this.#text === null || event.isComposing) return false;
    const { key, ctrlKey, metaKey, altKey } = event;
    // AltGr types, and is Ctrl+Alt on some systems.
    if ((ctrlKey || metaKey || altKey) && !event.getModifierState('AltGraph')) return false;
    if (key === 'Enter') this.#text += '\n';
    else if (key === 'Backspace') this.#text = this.#text.slice(0, -1);
    else if (key.length === 1) this.#text += key;
    else return false;
    return true;
  }
}
