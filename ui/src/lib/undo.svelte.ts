/** What an undo left as it is, because it was changed since, and why. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

export interface UndoStep {
  /** What was done, in words the person saw: it is shown again when the step is undone. */
  readonly label: string;
  /** Takes it back; the answer says how many things are as they were, and which are not. */
  readonly undo: () => Promise<Undone>;
}
export interface Undone {
  readonly count: number;
  readonly refused: readonly Refusal[];
}

/** The library's undo: the last operations outside text fields, newest last. */
export class UndoStack {
  static readonly LIMIT = 50;
  #steps = $state.raw<readonly UndoStep[]>([]);

  get canUndo(): boolean {
    return this.#steps.length > 0;
  }

  /** Says whether the step can still be undone. */
  has(step: UndoStep): boolean {
    return this.#steps.includes(step);
  }

  push(step: UndoStep): void {
    this.#steps = [...this.#steps, step].slice(-UndoStack.LIMIT);
  }

  /** Undoes one given step, or the newest; a step runs at most once, even when it fails. */
  async undo(
    step: UndoStep | undefined = this.#steps.at(-1),
  ): Promise<{ readonly step: UndoStep; readonly undone: Undone } | null> {
    if (!step || !this.#steps.includes(step)) return null;
    this.#steps = this.#steps.filter((candidate) => candidate !== step);
    return { step, undone: await step.undo() };
  }
}
