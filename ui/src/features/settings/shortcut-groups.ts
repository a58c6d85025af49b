import { ACTIONS, keysOf, shownKey, type Action } from '~/actions';
import { t, type MessageKey } from '~/lib/i18n/index.svelte';
import { chordLabel, type Chord } from '~/lib/keys';
import type { App } from '~/state/app.svelte';

export interface ShortcutRow {
  readonly id: string;
  readonly text: string;
  readonly keys: readonly Chord[];
  /** The action that can be given other keys; absent for keys that belong to the editor or a list. */
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

/** The name of what a chord of the editor does, if it is one: the editor has the first word there. */
export function editorUse(chord: Chord): MessageKey | undefined {
  return ACTIONS.find(({ keysInEditor = [] }) =>
    keysInEditor.some((own) => own.toLowerCase() === chord.toLowerCase()),
  )?.title;
}

/** All keys by group, from the one list of actions; with a query only the rows that match it. */
export function shortcutGroups(app: App, query: string, all: 'all' | 'bound'): ShortcutGroup[] {
  const byGroup = new Map<string, ShortcutRow[]>();
  for (const action of ACTIONS) {
    const shown = shownKey(action, app);
    if (shown === undefined && all === 'bound') continue;
    const keys = keysOf(action, app);
    const row: ShortcutRow = {
      id: action.id,
      text: t(action.title),
      keys: keys.length > 0 || shown === undefined ? keys : [shown],
      action: action.keysInEditor ? null : action,
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
