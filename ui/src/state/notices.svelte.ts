import type { UndoStack, UndoStep } from '~/lib/undo.svelte';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
  readonly detail?: string | undefined;
  readonly step?: UndoStep | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}
export interface LoggedNotice extends Notice {
  /** RFC 3339. */
  readonly at: string;
}

const MAX_SHOWN = 3;
const MAX_LOGGED = 50;

/** The short messages at the bottom of the window, what they offer to undo, and a list of the last ones. */
export class Notices {
  #shown = $state.raw<readonly Notice[]>([]);
  #log = $state.raw<readonly LoggedNotice[]>([]);
  /** The last one that the person has seen in the list. */
  #seen = $state(0);
  #lastId = 0;
  readonly #undo: UndoStack;

  constructor(undo: UndoStack) {
    this.#undo = undo;
  }

  get shown(): readonly Notice[] {
    return this.#shown;
  }
  /** The last 50, the latest first. Errors stay until they are dismissed. */
  get log(): readonly LoggedNotice[] {
    return this.#log;
  }
  readonly unread = $derived(this.#log.filter(({ id }) => id > this.#seen).length);
  readonly unreadErrors = $derived(
    this.#log.filter(({ id, tone }) => id > this.#seen && tone === 'error').length,
  );

  /** Says something; returns what it can be dismissed by. */
  say(text: string, more: Partial<Omit<Notice, 'id' | 'text'>> = {}): number {
    this.#lastId += 1;
    const notice: Notice = { id: this.#lastId, tone: 'info', text, ...more };
    if (notice.step) this.#undo.push(notice.step);
    this.#shown = [...this.#shown, notice].slice(-MAX_SHOWN);
    this.#keep({ ...notice, at: new Date().toISOString() });
    return notice.id;
  }

  dismiss(id: number): void {
    this.#shown = this.#shown.filter((notice) => notice.id !== id);
  }

  /** Takes away the notice that offered a step, because the step has been undone another way. */
  dismissStep(step: UndoStep): void {
    this.#shown = this.#shown.filter((notice) => notice.step !== step);
  }

  /** The person looks at the list. */
  markSeen(): void {
    this.#seen = this.#lastId;
  }

  forget(id: number): void {
    this.#log = this.#log.filter((notice) => notice.id !== id);
    this.dismiss(id);
  }

  forgetAll(): void {
    this.#log = [];
    this.#shown = [];
  }

  #keep(notice: LoggedNotice): void {
    const log = [notice, ...this.#log];
    // What was an error outlives what was not.
    while (log.length > MAX_LOGGED) {
      const oldest = log.findLastIndex(({ tone }) => tone === 'info');
      log.splice(oldest > 0 ? oldest : log.length - 1, 1);
    }
    this.#log = log;
  }
}
