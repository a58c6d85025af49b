import { closeBrackets } from '@codemirror/autocomplete';
import { history } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, indentUnit } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightTrailingWhitespace,
  highlightWhitespace,
  lineNumbers,
  rectangularSelection,
  tooltips,
} from '@codemirror/view';

import { completions, type CompletionSources } from './complete';
import { focusMode } from './focus-mode';
import { markdownSupport } from './language';
import { matches } from './matches';
import { editorPhrases } from './phrases';
import { placeholders } from './placeholder';
import { finding } from './search';
import { alignOnLeave } from './table/align-on-leave';
import { editorTheme, markdownHighlight } from './theme';
import { typewriter } from './typewriter';

export interface EditorOptions {
  readonly tabSize: number;
  readonly wordWrap: boolean;
  readonly lineNumbers: boolean;
  readonly syntaxHighlighting: boolean;
  readonly autoComplete: boolean;
  readonly vimMode: boolean;
  readonly spellCheck: boolean;
  readonly alignTables: boolean;
  readonly snippetMenu: boolean;
  readonly typewriter: boolean;
  readonly invisibles: boolean;
  readonly focusMode: boolean;
  /** The keys that a person chose, by the id of the action. */
  readonly chosenKeys: ReadonlyMap<string, readonly string[]>;
}

/** One compartment a setting: changing one reconfigures that part and keeps the rest. */
const parts = {
  tabSize: ({ tabSize }: EditorOptions) => [
    EditorState.tabSize.of(tabSize),
    indentUnit.of(' '.repeat(tabSize)),
  ],
  wordWrap: ({ wordWrap }: EditorOptions) => (wordWrap ? EditorView.lineWrapping : []),
  lineNumbers: (options: EditorOptions) =>
    options.lineNumbers ? [lineNumbers(), highlightActiveLineGutter()] : [],
  highlighting: ({ syntaxHighlighting }: EditorOptions) =>
    syntaxHighlighting ? markdownHighlight : [],
  completion: ({ autoComplete, snippetMenu }: EditorOptions, sources: CompletionSources) =>
    completions(sources, { words: autoComplete, snippets: snippetMenu }),
  spelling: ({ spellCheck }: EditorOptions) =>
    EditorView.contentAttributes.of({ spellcheck: String(spellCheck) }),
  tables: ({ alignTables }: EditorOptions) => (alignTables ? alignOnLeave() : []),
  typewriter: (options: EditorOptions) => (options.typewriter ? typewriter() : []),
  invisibles: ({ invisibles }: EditorOptions) =>
    invisibles ? [highlightWhitespace(), highlightTrailingWhitespace()] : [],
  focus: (options: EditorOptions) => (options.focusMode ? focusMode() : []),
} as const satisfies Record<
  string,
  (options: EditorOptions, sources: CompletionSources) => Extension
>;

type PartName = keyof typeof parts;
const PART_NAMES: readonly PartName[] = [
  // The gutters stand in the order in which they are named.
  'lineNumbers',
  'tabSize',
  'wordWrap',
  'highlighting',
  'completion',
  'spelling',
  'tables',
  'typewriter',
  'invisibles',
  'focus',
];

/** The settings of one editor, each in its compartment. */
export class SettingCompartments {
  readonly #sources: CompletionSources;
  readonly #compartments = new Map(PART_NAMES.map((name) => [name, new Compartment()]));

  constructor(sources: CompletionSources) {
    this.#sources = sources;
  }

  initial(options: EditorOptions): Extension {
    return PART_NAMES.map((name) => this.#of(name).of(parts[name](options, this.#sources)));
  }

  /** What has to be reconfigured to get from one set of options to another. */
  effects(options: EditorOptions) {
    return PART_NAMES.map((name) =>
      this.#of(name).reconfigure(parts[name](options, this.#sources)),
    );
  }

  #of(name: PartName): Compartment {
    const found = this.#compartments.get(name);
    if (!found) throw new Error(`invariant: ${name} has a compartment`);
    return found;
  }
}

/** What every editor has, whatever the settings say. */
export function baseExtensions(): Extension {
  return [
    matches(),
    history(),
    drawSelection(),
    dropCursor(),
    rectangularSelection(),
    crosshairCursor(),
    EditorState.allowMultipleSelections.of(true),
    bracketMatching(),
    closeBrackets(),
    codeFolding(),
    foldGutter(),
    highlightActiveLine(),
    finding(),
    // A pane paints nothing outside of itself, and a menu may be wider than what is left of it.
    tooltips({ parent: document.body }),
    placeholders,
    markdownSupport(),
    editorTheme,
    editorPhrases(),
  ];
}
