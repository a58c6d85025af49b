import type { UndoStack, UndoStep } from '~/lib/undo.svelte';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
  readonly detail?: string | undefined;
  readonly step?: UndoStep | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

const MAX_SHOWN = 3;

/** The short messages at the bottom of the window, and what they offer to undo. */
export class Notices {
  #shown = $state.raw<readonly Notice[]>([]);
  #lastId = 0;
  readonly #undo: UndoStack;

  constructor(undo: UndoStack) {
    this.#undo = undo;
  }

  get shown(): readonly Notice[] {
    return this.#shown;
  }

  say(text: string, more: Partial<Omit<Notice, 'id' | 'text'>> = {}): void {
    this.#lastId += 1;
    const notice: Notice = { id: this.#lastId, tone: 'info', text, ...more };
    if (notice.step) this.#undo.push(notice.step);
    this.#shown = [...this.#shown, notice].slice(-MAX_SHOWN);
  }

  dismiss(id: number): void {
    this.#shown = this.#shown.filter((notice) => notice.id !== id);
  }

  /** Takes away the notice that offered a step, because the step has been undone another way. */
  dismissStep(step: UndoStep): void {
    this.#shown = this.#shown.filter((notice) => notice.step !== step);
  }
}
