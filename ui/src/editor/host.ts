import {
  Annotation,
  ChangeSet,
  Compartment,
  EditorState,
  Transaction,
  type Text,
} from '@codemirror/state';
import { type BlockInfo, EditorView, type ViewUpdate } from '@codemirror/view';

import type { EditorCommandName, EditorHandle } from '~/lib/editor-commands';
import { t } from '~/lib/i18n/index.svelte';
import { countsOf } from '~/lib/words';

import { canRun, runCommand } from './commands';
import type { CompletionSources } from './complete';
import { snippetCommands } from './complete/snippets';
import { Counter } from './counter';
import { baseExtensions, SettingCompartments, type EditorOptions } from './extensions';
import { editorKeys } from './keys';
import { keepLineBreaks, type LineEnding } from './line-breaks';
import { linkAt, type LinkTarget } from './link-at';
import { setMatches } from './matches';
import { insertBlock, pastePlain, pasting } from './paste';
import { putPlaceholder, resolvePlaceholder } from './placeholder';
import { rebase } from './rebase';

export type { EditorOptions } from './extensions';
export type { LinkTarget } from './link-at';

/** Marks a change that came from the library, not from the person. */
const fromLibrary = Annotation.define<boolean>();

/** How often a scroll to a line may be corrected after heights were measured. */
const APPROACHES = 12;

export interface EditorPlace {
  readonly anchor: number;
  readonly head: number;
  readonly scrollTop: number;
}

export interface EditorFigures {
  readonly line: number;
  readonly column: number;
  readonly words: number;
  readonly characters: number;
  readonly minutes: number;
  readonly selectedWords: number;
  readonly selectedCharacters: number;
  readonly vimMode: string | null;
}

export interface EditorHooks {
  /** The text changed; `typed` is false for what the library folded in. */
  readonly changed: (typed: boolean) => void;
  readonly figures: (figures: EditorFigures) => void;
  readonly scrolled: () => void;
  readonly saveRequested: () => void;
  readonly closeRequested: () => void;
  /** Opens a document by a part of its title. */
  readonly openRequested: (title: string) => void;
  readonly splitRequested: () => void;
  readonly helpRequested: () => void;
  /** Asks which template to put where the caret is. */
  readonly templateRequested: () => void;
  /** Asks for the headings, to be written where the caret is. */
  readonly contentsRequested: () => void;
  /** Files were pasted, dropped or chosen; they belong at a position. */
  readonly files: (files: readonly File[], at: number) => void;
  /** Asks the clipboard for pictures that a paste was not told of. */
  readonly pictures?: (() => Promise<readonly File[]>) | undefined;
  readonly follow: (link: LinkTarget) => void;
  /** What cannot be read from the clipboard. */
  readonly clipboardRefused: () => void;
}

interface Pending {
  readonly sent: Text;
  since: ChangeSet;
}

export interface EditorStart {
  readonly text: string;
  readonly lineEnding: LineEnding;
  readonly label: string;
  readonly place: EditorPlace | undefined;
}

/** A CodeMirror view with what Longhand needs of it: snapshots, rebasing, lines and figures. */
export class EditorHost implements EditorHandle {
  readonly view: EditorView;
  readonly #hooks: EditorHooks;
  readonly #settings: SettingCompartments;
  readonly #vim = new Compartment();
  readonly #keys = new Compartment();
  #options: EditorOptions;
  #pending: Pending | null = null;
  readonly #counter = new Counter(() => this.#tellFigures());
  readonly #selected = new Counter(() => this.#tellFigures());
  #vimMode: string | null = null;
  /** The line that a sync put at the top, until the editor is scrolled for its own sake. */
  #aim: { readonly line: number; readonly left: number } | null = null;

  constructor(
    parent: HTMLElement,
    start: EditorStart,
    options: EditorOptions,
    sources: CompletionSources,
    hooks: EditorHooks,
  ) {
    this.#hooks = hooks;
    this.#settings = new SettingCompartments(sources);
    this.#options = options;
    const state = EditorState.create({
      doc: start.text,
      extensions: [
        this.#vim.of([]),
        keepLineBreaks(start.lineEnding),
        this.#keys.of(this.#keysFor(options)),
        pasting({ files: (files, at) => hooks.files(files, at), pictures: hooks.pictures }),
        snippetCommands([
          { word: 'file', title: t('snippet.file'), run: () => this.chooseFiles() },
          { word: 'toc', title: t('snippet.contents'), run: hooks.contentsRequested },
          { word: 'template', title: t('snippet.template'), run: hooks.templateRequested },
        ]),
        this.#settings.initial(options),
        baseExtensions(),
        EditorView.contentAttributes.of({
          'aria-label': start.label,
          tabindex: '0',
          autocapitalize: 'sentences',
          'data-region-focus': '',
        }),
        EditorView.updateListener.of((update) => this.#updated(update)),
        EditorView.domEventHandlers({ scroll: () => hooks.scrolled() }),
      ],
    });
    this.view = new EditorView({ state, parent });
    this.#counter.start(state.doc, [{ from: 0, to: state.doc.length }]);
    this.#tellFigures();
    if (start.place) this.restore(start.place);
    if (options.vimMode) void this.#loadVim();
  }

  destroy(): void {
    this.#counter.stop();
    this.#selected.stop();
    this.view.destroy();
  }

  text(): string {
    return this.view.state.sliceDoc();
  }

  /** The text as it is now; later, what the core made of it can be folded in under what was typed. */
  snapshot(): { text: string; rebase: (merged: string) => void } {
    const { doc } = this.view.state;
    const pending: Pending = { sent: doc, since: ChangeSet.empty(doc.length) };
    this.#pending = pending;
    return {
      text: this.text(),
      rebase: (merged) => {
        const changes = rebase(pending.sent, this.view.state.toText(merged), pending.since);
        this.view.dispatch({
          changes,
          annotations: [
            fromLibrary.of(true),
            Transaction.remote.of(true),
            Transaction.addToHistory.of(false),
          ],
        });
      },
    };
  }

  configure(options: EditorOptions): void {
    const before = this.#options;
    this.#options = options;
    const effects = this.#settings.effects(options);
    if (options.chosenKeys !== before.chosenKeys) {
      effects.push(this.#keys.reconfigure(this.#keysFor(options)));
    }
    this.view.dispatch({ effects });
    if (options.vimMode === before.vimMode) return;
    if (options.vimMode) {
      void this.#loadVim();
    } else {
      this.#vimMode = null;
      this.view.dispatch({ effects: this.#vim.reconfigure([]) });
      this.#tellFigures();
    }
  }

  focus(): void {
    this.view.focus();
  }

  run(name: EditorCommandName): void {
    if (!this.view.dom.contains(document.activeElement)) this.view.focus();
    this.#do(name);
    // A palette that closes gives the focus back to the text, but the panel wants it.
    if (name === 'find' || name === 'replace') requestAnimationFrame(() => this.#do(name));
  }

  can(name: EditorCommandName): boolean {
    if (name === 'followLink') return this.#link() !== null;
    return canRun(this.view.state, name);
  }

  chooseFiles(): void {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.addEventListener('change', () => {
      this.#hooks.files([...(input.files ?? [])], this.view.state.selection.main.head);
    });
    input.click();
  }

  /** The place in the text that is nearest to a point of the window; the caret's where there is none. */
  positionAt(x: number, y: number): number {
    return this.view.posAtCoords({ x, y }) ?? this.view.state.selection.main.head;
  }

  /** Puts a chip where a text will be, and returns what replaces it by the text. */
  promise(at: number, label: string): (text: string) => void {
    const id = crypto.randomUUID();
    this.view.dispatch(putPlaceholder(id, at, label));
    return (text) => {
      const spec = resolvePlaceholder(this.view.state, id, text);
      if (spec) this.view.dispatch(spec);
    };
  }

  /** Puts the caret at the start of a line, from 1, and shows it near the top. */
  goToLine(line: number): void {
    this.#aim = null;
    const { doc } = this.view.state;
    const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
    this.view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: 40 }),
    });
    this.view.focus();
  }

  /** Marks every place of some words, such as those of a search. */
  showMatches(words: readonly string[]): void {
    this.view.dispatch({ effects: setMatches.of(words) });
  }

  place(): EditorPlace {
    const { anchor, head } = this.view.state.selection.main;
    return { anchor, head, scrollTop: this.view.scrollDOM.scrollTop };
  }

  restore(place: EditorPlace): void {
    const { length } = this.view.state.doc;
    const clamp = (position: number) => Math.min(position, length);
    this.view.dispatch({
      selection: { anchor: clamp(place.anchor), head: clamp(place.head) },
    });
    // The heights are known only after the first measurement.
    this.view.requestMeasure({
      read: () => null,
      write: () => {
        this.view.scrollDOM.scrollTop = place.scrollTop;
      },
    });
  }

  /** The source line at the top of the view, with a fraction for how far it is scrolled past. */
  topLine(): number {
    this.#aim = null;
    const { scrollDOM } = this.view;
    const height = scrollDOM.scrollTop - this.view.documentPadding.top;
    if (height <= 0) return 1;
    const block = this.view.lineBlockAtHeight(height);
    const fraction = block.height > 0 ? (height - block.top) / block.height : 0;
    const { first, count } = this.#linesOf(block);
    return first + Math.min(1, Math.max(0, fraction)) * count;
  }

  scrollToLine(line: number): void {
    this.#aim = { line, left: APPROACHES };
    this.view.scrollDOM.scrollTop = this.#offsetOf(line);
  }

  #offsetOf(line: number): number {
    if (line <= 1) return 0;
    const { doc } = this.view.state;
    const whole = Math.min(Math.max(1, Math.floor(line)), doc.lines);
    const block = this.view.lineBlockAt(doc.line(whole).from);
    const { first, count } = this.#linesOf(block);
    return block.top + ((line - first) / count) * block.height + this.view.documentPadding.top;
  }

  /** The lines that a row stands for: more than one where some are folded away. */
  #linesOf(block: BlockInfo): { first: number; count: number } {
    const { doc } = this.view.state;
    const first = doc.lineAt(block.from).number;
    return { first, count: doc.lineAt(block.to).number - first + 1 };
  }

  /** Heights of lines that were never shown are guesses: once they are measured, goes on to the line. */
  #approach(): void {
    const aim = this.#aim;
    if (!aim || aim.left === 0) return;
    this.#aim = { line: aim.line, left: aim.left - 1 };
    this.view.requestMeasure({
      key: APPROACHES,
      read: () => this.#offsetOf(aim.line),
      write: (top, { scrollDOM }) => {
        if (Math.abs(top - scrollDOM.scrollTop) >= 1) scrollDOM.scrollTop = top;
      },
    });
  }

  insert(text: string, caret?: number): void {
    const { state } = this.view;
    this.view.dispatch(state.replaceSelection(text), { scrollIntoView: true });
    if (caret === undefined) return;
    const start = this.view.state.selection.main.head - state.toText(text).length;
    const anchor = start + state.toText(text.slice(0, caret)).length;
    this.view.dispatch({ selection: { anchor }, scrollIntoView: true });
  }

  /** Puts a block where the caret is, on lines of its own. */
  insertBlock(text: string): void {
    this.view.dispatch(insertBlock(this.view.state, text));
  }

  #keysFor({ chosenKeys }: EditorOptions) {
    return editorKeys((name) => this.#do(name), chosenKeys);
  }

  #do(name: EditorCommandName): boolean {
    if (name === 'pastePlain') {
      pastePlain(this.view, navigator.clipboard.readText()).catch(() =>
        this.#hooks.clipboardRefused(),
      );
      return true;
    }
    if (name === 'insertContents') {
      this.#hooks.contentsRequested();
      return true;
    }
    if (name !== 'followLink') return runCommand(this.view, name);
    const link = this.#link();
    if (link) this.#hooks.follow(link);
    return link !== null;
  }

  #link(): LinkTarget | null {
    return linkAt(this.view.state, this.view.state.selection.main.head);
  }

  #updated(update: ViewUpdate): void {
    const { startState, state } = update;
    if (update.docChanged) {
      if (this.#pending) this.#pending.since = this.#pending.since.compose(update.changes);
      const typed = !update.transactions.every((one) => one.annotation(fromLibrary) === true);
      this.#hooks.changed(typed);
      this.#counter.changed(update.changes, startState.doc, state.doc);
    }
    if (update.geometryChanged || update.viewportChanged) this.#approach();
    if (!update.docChanged && !update.selectionSet) return;
    this.#selected.start(
      state.doc,
      state.selection.ranges.filter(({ empty }) => !empty),
    );
    this.#tellFigures();
  }

  #tellFigures(): void {
    const { state } = this.view;
    const { main } = state.selection;
    const line = state.doc.lineAt(main.head);
    const selected = countsOf(this.#selected.tally);
    this.#hooks.figures({
      line: line.number,
      column: main.head - line.from + 1,
      ...countsOf(this.#counter.tally),
      selectedWords: selected.words,
      selectedCharacters: selected.characters,
      vimMode: this.#vimMode,
    });
  }

  async #loadVim(): Promise<void> {
    const { vimKeys } = await import('./vim');
    if (!this.#options.vimMode) return;
    const keys = vimKeys({
      write: this.#hooks.saveRequested,
      quit: this.#hooks.closeRequested,
      edit: this.#hooks.openRequested,
      split: this.#hooks.splitRequested,
      help: this.#hooks.helpRequested,
      mode: (mode) => {
        this.#vimMode = mode;
        // The plug-in tells its first mode while the view is still being updated.
        queueMicrotask(() => this.#tellFigures());
      },
    });
    this.view.dispatch({ effects: this.#vim.reconfigure(keys) });
  }
}
