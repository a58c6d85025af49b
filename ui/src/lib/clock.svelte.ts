import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 30_000;

/** The wall clock, for display only. What reads it is drawn again every half minute. */
class DisplayClock {
  readonly #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, TICK_MS);
    return () => clearInterval(timer);
  });

  get now(): Date {
    this.#subscribe();
    return new Date();
  }
}

export const clock = new DisplayClock();
