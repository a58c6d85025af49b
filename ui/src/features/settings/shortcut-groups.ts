import { ACTIONS, actionsWith, exists, keysOf, shownKey, type Action } from '~/actions';
import { t, type MessageKey } from '~/lib/i18n/index.svelte';
import { chordLabel, sameChord, type Chord } from '~/lib/keys';
import type { App } from '~/state/app.svelte';

export interface ShortcutRow {
  readonly id: string;
  readonly text: string;
  readonly keys: readonly Chord[];
  /** The action that can be given other keys; `null` for keys that belong to a list. */
  readonly action: Action | null;
}
export interface ShortcutGroup {
  readonly title: string;
  readonly rows: readonly ShortcutRow[];
}

const LIST: readonly (readonly [MessageKey, Chord])[] = [
  ['keys.open', 'Enter'],
  ['keys.preview', ' '],
  ['action.favorite', 'S'],
  ['action.pin', 'P'],
  ['action.addTags', 'T'],
  ['action.moveTo', 'M'],
  ['action.trash', 'Delete'],
  ['keys.regions', 'F6'],
];

/** Chords that no list of actions has, and what has them. */
const RESERVED = {
  regions: ['F6', 'Shift+F6'],
  text: ['Mod+C', 'Mod+X', 'Mod+V', 'Mod+A', 'Mod+Z', 'Mod+Y', 'Mod+Shift+Z'],
  browser: ['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T'],
} as const satisfies Readonly<Record<string, readonly Chord[]>>;

/** What else answers to a chord, in words: other actions, editing itself, the browser. */
export function conflictsOf(app: App, of: Action, chord: Chord): string[] {
  const isOneOf = (chords: readonly Chord[]) => chords.some((other) => sameChord(other, chord));
  const found = actionsWith(ACTIONS, chord, app, of).map(({ title }) => t(title));
  // Undo outside of a text has the keys of undo in it.
  const own = of.keysOutsideText ?? [];
  if (isOneOf(RESERVED.regions)) found.push(t('keys.regions'));
  if (isOneOf(RESERVED.text) && !isOneOf(own)) found.push(t('shortcuts.ofText'));
  if (isOneOf(RESERVED.browser) && app.backend.capabilities.browserKeys) {
    found.push(t('shortcuts.ofBrowser'));
  }
  return found;
}

/** All keys by group, from the one list of actions; with a query only the rows that match it. */
export function shortcutGroups(app: App, query: string, all: 'all' | 'bound'): ShortcutGroup[] {
  const byGroup = new Map<string, ShortcutRow[]>();
  for (const action of ACTIONS) {
    if (!exists(action, app)) continue;
    const shown = shownKey(action, app);
    if (shown === undefined && all === 'bound') continue;
    const keys = keysOf(action, app);
    const row: ShortcutRow = {
      id: action.id,
      text: t(action.title),
      keys: keys.length > 0 || shown === undefined ? keys : [shown],
      action,
    };
    const title = t(action.group);
    byGroup.set(title, [...(byGroup.get(title) ?? []), row]);
  }
  const fixed = (rows: typeof LIST): ShortcutRow[] =>
    rows.map(([key, chord]) => ({ id: key, text: t(key), keys: [chord], action: null }));
  const groups = [
    ...[...byGroup].map(([title, rows]) => ({ title, rows })),
    { title: t('group.list'), rows: fixed(LIST) },
  ];
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matches = ({ text, keys }: ShortcutRow) => {
    const labels = keys.map((chord) => chordLabel(chord)).join(' ');
    const haystack = `${text} ${labels}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
  return groups
    .map(({ title, rows }) => ({ title, rows: rows.filter(matches) }))
    .filter(({ rows }) => rows.length > 0);
}
