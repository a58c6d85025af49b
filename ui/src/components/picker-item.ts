import type { Range } from '~/lib/fuzzy';
import type { Hue } from '~/lib/hues';
import type { IconComponent } from '~/lib/icon';
import type { Chord } from '~/lib/keys';

export interface PickerItem {
  readonly id: string;
  readonly title: string;
  /** The parts of the title that match what was typed. */
  readonly ranges?: readonly Range[];
  readonly detail?: string | undefined;
  readonly icon?: IconComponent | undefined;
  readonly hue?: Hue | undefined;
  readonly keys?: Chord | undefined;
  readonly checked?: boolean;
  /** It cannot be chosen; the detail says why. */
  readonly disabled?: boolean;
}
export interface Choice {
  /** Control or Command was held. */
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}
