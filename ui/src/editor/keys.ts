import { acceptCompletion, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { deleteMarkupBackward } from '@codemirror/lang-markdown';
import { closeSearchPanel, selectNextOccurrence } from '@codemirror/search';
import { Prec, type Extension } from '@codemirror/state';
import { keymap, type KeyBinding } from '@codemirror/view';

import { EDITOR_COMMANDS, type EditorCommandName } from '~/lib/editor-commands';
import type { Chord } from '~/lib/keys';
import { isApple } from '~/lib/platform';

import { command } from './command';
import { runCommand } from './commands';
import { continueList } from './lists/continue';
import { duplicateUp } from './lists/move';
import { breakInCell, cellBelow, nextCell, previousCell } from './table/cells';

/** The editor's own name of a chord: `Mod+Shift+X` is `Mod-Shift-x`. */
export function editorKey(chord: Chord): string {
  return chord
    .split('+')
    .map((part) => (part.length === 1 ? part.toLowerCase() : part))
    .join('-');
}

/**
 * Keys of the library that this program means otherwise, or that a layout needs to type with:
 * AltGr is Ctrl+Alt there.
 */
const TAKEN = new Set(['Alt-ArrowLeft', 'Alt-ArrowRight', 'Mod-Alt-\\', 'Mod-Enter', 'Mod-i']);

const ownKeys: readonly KeyBinding[] = [
  {
    key: 'Tab',
    run: (view) =>
      acceptCompletion(view) || command(nextCell, 'select')(view) || runCommand(view, 'indent'),
    shift: (view) => command(previousCell, 'select')(view) || runCommand(view, 'outdent'),
  },
  {
    key: 'Enter',
    run: (view) => command(cellBelow, 'input')(view) || continueList(view),
    shift: (view) => command(breakInCell, 'input')(view) || insertNewlineAndIndent(view),
  },
  { key: 'Backspace', run: deleteMarkupBackward },
  { key: 'Shift-Alt-ArrowUp', run: command(duplicateUp) },
  { key: 'Mod-d', run: selectNextOccurrence, preventDefault: true },
  { key: 'Escape', run: closeSearchPanel },
];

/** Keys as they compare: on the platform at hand, the modifiers in one order. */
function canonical(key: string): string {
  const parts = key.replace(/\bMod-/, isApple ? 'Meta-' : 'Ctrl-').split('-');
  return [...parts.slice(0, -1).sort(), parts.at(-1)?.toLowerCase() ?? ''].join('-');
}

/** Leaves out what a person gave another meaning, so that the key gets there. */
function without(bindings: readonly KeyBinding[], taken: ReadonlySet<string>): KeyBinding[] {
  return bindings.filter((binding) => {
    const key = (isApple ? binding.mac : undefined) ?? binding.key;
    return key === undefined || !taken.has(canonical(key));
  });
}

/**
 * The keys of the editor. `run` does what the editor cannot do alone; `false` passes a key on.
 * `chosen` has the keys that a person gave to actions, those of the window included.
 */
export function editorKeys(
  run: (name: EditorCommandName) => boolean,
  chosen: ReadonlyMap<string, readonly Chord[]>,
): Extension {
  const commandKeys = EDITOR_COMMANDS.flatMap(({ name, keys }): KeyBinding[] => {
    if (!keys) return [];
    return (chosen.get(`editor.${name}`) ?? keys).map((chord) => ({
      key: editorKey(chord),
      run: () => run(name),
      preventDefault: /Mod|Ctrl|Meta/.test(chord),
    }));
  });
  const taken = new Set([...chosen.values()].flat().map((chord) => canonical(editorKey(chord))));
  return [
    Prec.high(keymap.of([...commandKeys, ...without(ownKeys, taken)])),
    keymap.of([
      ...closeBracketsKeymap,
      ...without(historyKeymap, taken),
      ...without(
        defaultKeymap.filter(({ key }) => key === undefined || !TAKEN.has(key)),
        taken,
      ),
    ]),
  ];
}
