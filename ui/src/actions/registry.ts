import type { IconComponent } from '~/lib/icon';
import type { MessageKey } from '~/lib/i18n/index.svelte';
import { matchesChord, sameChord, type Chord, type KeyStroke } from '~/lib/keys';
import type { App } from '~/state/app.svelte';

import type { Need } from './needs';

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
  /** Keys that the editor itself answers to; they are shown here and mean nothing elsewhere. */
  readonly keysInEditor?: readonly Chord[];
  /** Where it exists at all, if not everywhere. */
  readonly host?: 'browser';
  /** What has to be so; the first that is not is told. */
  readonly needs?: readonly Need[];
  readonly run: (app: App) => void | Promise<void>;
}

/** Says whether the editor itself answers to the keys of an action. */
function isOfEditor(action: Action): boolean {
  return action.keysInEditor !== undefined;
}

/** The keys that mean an action wherever the focus is: those that a person chose, else its own. */
function windowKeysOf(action: Action, app: App): readonly Chord[] {
  const chosen = isOfEditor(action) ? undefined : app.settings.chosenKeys.get(action.id);
  return chosen ?? ownKeys(action, app);
}

/** The keys that the editor answers to. */
function editorKeysOf(action: Action, app: App): readonly Chord[] {
  if (action.keysInEditor === undefined) return [];
  return app.settings.chosenKeys.get(action.id) ?? action.keysInEditor;
}

/** The keys of an action, in the window and in the editor. */
export function keysOf(action: Action, app: App): readonly Chord[] {
  return [...windowKeysOf(action, app), ...editorKeysOf(action, app)];
}

/** The keys an action comes with. */
function ownKeys(action: Action, app: App): readonly Chord[] {
  const { browserKeys, keys = [] } = action;
  return app.backend.capabilities.browserKeys && browserKeys ? browserKeys : keys;
}

/** The chord to print beside the action. */
export function shownKey(action: Action, app: App): Chord | undefined {
  return keysOf(action, app)[0] ?? keysOutsideText(action, app)[0];
}

/** Chosen keys take the place of these too. */
function keysOutsideText(action: Action, app: App): readonly Chord[] {
  return app.settings.chosenKeys.has(action.id) ? [] : (action.keysOutsideText ?? []);
}

/**
 * The other actions that a chord already belongs to. The editor's keys and those outside of a text
 * do not meet.
 */
export function actionsWith(
  actions: readonly Action[],
  chord: Chord,
  app: App,
  except: Action,
): readonly Action[] {
  return actions.filter((action) => {
    const outside = isOfEditor(except) ? [] : keysOutsideText(action, app);
    const chords = [...keysOf(action, app), ...outside];
    return action.id !== except.id && chords.some((other) => sameChord(other, chord));
  });
}

export function isEnabled(action: Action, app: App): boolean {
  return missing(action, app) === undefined;
}

/** Says whether the program that this is has the action. */
export function exists({ host }: Action, app: App): boolean {
  return host === undefined || app.backend.capabilities.browserKeys;
}

/** Why an action means nothing now. */
export function missing(action: Action, app: App): MessageKey | undefined {
  return action.needs?.find(({ met }) => !met(app))?.reason;
}

function isOutsideOnly({ keys, browserKeys, keysOutsideText: outside }: Action): boolean {
  return keys === undefined && browserKeys === undefined && outside !== undefined;
}

/** The action that a key stroke means here, if any. */
export function actionFor(
  actions: readonly Action[],
  stroke: KeyStroke,
  app: App,
  inText: boolean,
): Action | undefined {
  return actions.find((action) => {
    // Undo in a text is the text's, also under other keys.
    if (inText && isOutsideOnly(action)) return false;
    const outside = inText ? [] : keysOutsideText(action, app);
    const chords = [...windowKeysOf(action, app), ...outside];
    return chords.some((chord) => matchesChord(stroke, chord)) && isEnabled(action, app);
  });
}
