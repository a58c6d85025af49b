import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentUnit,
} from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';

import { completions, type CompletionSources } from './complete';
import { focusMode } from './focus-mode';
import { formatKeymap } from './format';
import { markdownSupport } from './language';
import { matches } from './matches';
import { editorPhrases } from './phrases';
import { editorTheme, markdownHighlight } from './theme';

export interface EditorOptions {
  readonly tabSize: number;
  readonly wordWrap: boolean;
  readonly lineNumbers: boolean;
  readonly syntaxHighlighting: boolean;
  readonly autoComplete: boolean;
  readonly vimMode: boolean;
  readonly focusMode: boolean;
}

/** One compartment a setting: changing one reconfigures that part and keeps the rest. */
export const compartments = {
  tabSize: new Compartment(),
  wordWrap: new Compartment(),
  lineNumbers: new Compartment(),
  highlighting: new Compartment(),
  autoComplete: new Compartment(),
  vim: new Compartment(),
  focus: new Compartment(),
};

export function tabSizeOf(size: number): Extension {
  return [EditorState.tabSize.of(size), indentUnit.of(' '.repeat(size))];
}

export function lineNumbersWhen(shown: boolean): Extension {
  return shown ? [lineNumbers(), highlightActiveLineGutter()] : [];
}

export function wrapWhen(on: boolean): Extension {
  return on ? EditorView.lineWrapping : [];
}

export function highlightingWhen(on: boolean): Extension {
  return on ? markdownHighlight : [];
}

export function completionsWhen(on: boolean, sources: CompletionSources): Extension {
  return on ? completions(sources) : [];
}

export function focusWhen(on: boolean): Extension {
  return on ? focusMode() : [];
}

/** What every editor has, with the settings in their compartments. */
export function editorExtensions(options: EditorOptions, sources: CompletionSources): Extension {
  return [
    compartments.vim.of([]),
    matches(),
    Prec.high(keymap.of([...formatKeymap])),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap.filter(({ key }) => key !== 'Mod-Alt-g'),
      ...historyKeymap,
      ...foldKeymap,
      indentWithTab,
      ...defaultKeymap,
    ]),
    history(),
    drawSelection(),
    dropCursor(),
    rectangularSelection(),
    crosshairCursor(),
    EditorState.allowMultipleSelections.of(true),
    bracketMatching(),
    closeBrackets(),
    // The gutters stand in the order in which they are named.
    compartments.lineNumbers.of(lineNumbersWhen(options.lineNumbers)),
    codeFolding(),
    foldGutter(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    markdownSupport(),
    editorTheme,
    editorPhrases(),
    compartments.tabSize.of(tabSizeOf(options.tabSize)),
    compartments.wordWrap.of(wrapWhen(options.wordWrap)),
    compartments.highlighting.of(highlightingWhen(options.syntaxHighlighting)),
    compartments.autoComplete.of(completionsWhen(options.autoComplete, sources)),
    compartments.focus.of(focusWhen(options.focusMode)),
  ];
}
