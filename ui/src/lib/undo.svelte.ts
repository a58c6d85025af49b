export interface UndoStep {
  /** What was done, in words the person saw: it is shown again when the step is undone. */
  readonly label: string;
  readonly undo: () => Promise<void>;
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
  async undo(step: UndoStep | undefined = this.#steps.at(-1)): Promise<UndoStep | null> {
    if (!step || !this.#steps.includes(step)) return null;
    this.#steps = this.#steps.filter((candidate) => candidate !== step);
    await step.undo();
    return step;
  }
}
