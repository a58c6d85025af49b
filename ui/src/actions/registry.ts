import type { IconComponent } from '~/lib/icon';
import type { MessageKey } from '~/lib/i18n/index.svelte';
import { matchesChord, type Chord, type KeyStroke } from '~/lib/keys';
import type { App } from '~/state/app.svelte';

/** One thing a person can do. Palette, menus, keys, tooltips and the help sheet read the same list. */
export interface Action {
  readonly id: string;
  readonly title: MessageKey;
  readonly group: MessageKey;
  readonly icon?: IconComponent;
  /** The first is the one shown. */
  readonly keys?: readonly Chord[];
  /** Instead of `keys` where the browser keeps those for itself. */
  readonly browserKeys?: readonly Chord[];
  /** Keys that mean this only while the focus is not in a text. */
  readonly keysOutsideText?: readonly Chord[];
  readonly isEnabled?: (app: App) => boolean;
  readonly run: (app: App) => void | Promise<void>;
}

export function keysOf(action: Action, app: App): readonly Chord[] {
  const { browserKeys, keys = [] } = action;
  return app.backend.capabilities.browserKeys && browserKeys ? browserKeys : keys;
}

/** The chord to print beside the action. */
export function shownKey(action: Action, app: App): Chord | undefined {
  return keysOf(action, app)[0] ?? action.keysOutsideText?.[0];
}

export function isEnabled(action: Action, app: App): boolean {
  return action.isEnabled?.(app) ?? true;
}

/** The action that a key stroke means here, if any. */
export function actionFor(
  actions: readonly Action[],
  stroke: KeyStroke,
  app: App,
  inText: boolean,
): Action | undefined {
  return actions.find((action) => {
    const extra = inText ? [] : (action.keysOutsideText ?? []);
    const chords = [...keysOf(action, app), ...extra];
    return chords.some((chord) => matchesChord(stroke, chord)) && isEnabled(action, app);
  });
}
