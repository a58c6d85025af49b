import type { Hue } from '~/lib/hues';

/** A part of a whole, as a stacked bar and its legend show it. */
export interface BarSegment {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  /** The value in words, such as "12 MB". */
  readonly text: string;
  /** What is said beside it, such as "87 files". */
  readonly detail?: string | undefined;
  readonly hue: Hue;
}
