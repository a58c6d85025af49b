import type { IconComponent } from '~/lib/icon';
import type { Chord } from '~/lib/keys';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconComponent | undefined;
  readonly keys?: Chord | undefined;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Present on items that can be on or off. */
  readonly checked?: boolean;
  readonly run: () => void;
}
/** Groups of items; a line is drawn between them. */
export type MenuGroups = readonly (readonly MenuItem[])[];
