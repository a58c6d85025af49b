import { presentError, type Failure } from './failure';

/** Something that is read, and read again: what is there stays shown while that happens. */
export class Loadable<T> {
  value = $state.raw<T | undefined>(undefined);
  failure = $state.raw<Failure | null>(null);

  readonly #read: () => Promise<T>;
  #sequence = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** Reads; of several readings under way only the last one counts. */
  async load(): Promise<void> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.failure = null;
    try {
      const value = await this.#read();
      if (sequence === this.#sequence) this.value = value;
    } catch (error) {
      if (sequence === this.#sequence) this.failure = presentError(error);
    }
  }
}
