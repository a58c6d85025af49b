import { openSearchPanel } from '@codemirror/search';
import { Annotation, ChangeSet, EditorState, Transaction, type Text } from '@codemirror/state';
import { type BlockInfo, EditorView, type ViewUpdate } from '@codemirror/view';

import { countText } from '~/lib/words';

import type { CompletionSources } from './complete';
import {
  compartments,
  completionsWhen,
  editorExtensions,
  focusWhen,
  highlightingWhen,
  lineNumbersWhen,
  tabSizeOf,
  wrapWhen,
  type EditorOptions,
} from './extensions';
import { keepLineBreaks, type LineEnding } from './line-breaks';
import { setMatches } from './matches';
import { rebase } from './rebase';

export type { EditorOptions } from './extensions';

/** Marks a change that came from the library, not from the person. */
const fromLibrary = Annotation.define<boolean>();

const COUNT_DELAY_MS = 250;
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
  readonly vimMode: string | null;
}

export interface EditorHooks {
  /** The text changed; `typed` is false for what the library folded in. */
  readonly changed: (typed: boolean) => void;
  readonly figures: (figures: EditorFigures) => void;
  readonly scrolled: () => void;
  readonly saveRequested: () => void;
  readonly closeRequested: () => void;
  /** Files were pasted or dropped at a position. */
  readonly files: (files: readonly File[]) => void;
}

interface Pending {
  readonly sent: Text;
  since: ChangeSet;
}

/** A CodeMirror view with what Longhand needs of it: snapshots, rebasing, lines and figures. */
export class EditorHost {
  readonly view: EditorView;
  readonly #hooks: EditorHooks;
  readonly #sources: CompletionSources;
  #options: EditorOptions;
  #pending: Pending | null = null;
  #counts = countText('');
  #countTimer: ReturnType<typeof setTimeout> | undefined;
  #vimMode: string | null = null;
  /** The line that a sync put at the top, until the editor is scrolled for its own sake. */
  #aim: { readonly line: number; readonly left: number } | null = null;

  constructor(
    parent: HTMLElement,
    start: {
      readonly text: string;
      readonly lineEnding: LineEnding;
      readonly label: string;
      readonly place: EditorPlace | undefined;
    },
    options: EditorOptions,
    sources: CompletionSources,
    hooks: EditorHooks,
  ) {
    this.#hooks = hooks;
    this.#sources = sources;
    this.#options = options;
    const state = EditorState.create({
      doc: start.text,
      extensions: [
        keepLineBreaks(start.lineEnding),
        editorExtensions(options, sources),
        EditorView.contentAttributes.of({
          'aria-label': start.label,
          tabindex: '0',
          spellcheck: 'true',
          autocapitalize: 'sentences',
          'data-region-focus': '',
        }),
        EditorView.updateListener.of((update) => this.#updated(update)),
        EditorView.domEventHandlers({
          paste: (event) => this.#takeFiles(event.clipboardData, event),
          drop: (event) => this.#takeFiles(event.dataTransfer, event),
          scroll: () => hooks.scrolled(),
        }),
      ],
    });
    this.view = new EditorView({ state, parent });
    this.#count();
    if (start.place) this.restore(start.place);
    if (options.vimMode) void this.#loadVim();
  }

  destroy(): void {
    clearTimeout(this.#countTimer);
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
    const effects = [
      compartments.tabSize.reconfigure(tabSizeOf(options.tabSize)),
      compartments.wordWrap.reconfigure(wrapWhen(options.wordWrap)),
      compartments.lineNumbers.reconfigure(lineNumbersWhen(options.lineNumbers)),
      compartments.highlighting.reconfigure(highlightingWhen(options.syntaxHighlighting)),
      compartments.autoComplete.reconfigure(completionsWhen(options.autoComplete, this.#sources)),
      compartments.focus.reconfigure(focusWhen(options.focusMode)),
    ];
    this.view.dispatch({ effects });
    if (options.vimMode === before.vimMode) return;
    if (options.vimMode) {
      void this.#loadVim();
    } else {
      this.#vimMode = null;
      this.view.dispatch({ effects: compartments.vim.reconfigure([]) });
      this.#tellFigures();
    }
  }

  focus(): void {
    this.view.focus();
  }

  find(): void {
    openSearchPanel(this.view);
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

  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text), { scrollIntoView: true });
  }

  #updated(update: ViewUpdate): void {
    if (update.docChanged) {
      if (this.#pending) this.#pending.since = this.#pending.since.compose(update.changes);
      const typed = !update.transactions.every((one) => one.annotation(fromLibrary) === true);
      this.#hooks.changed(typed);
      clearTimeout(this.#countTimer);
      this.#countTimer = setTimeout(() => this.#count(), COUNT_DELAY_MS);
    }
    if (update.docChanged || update.selectionSet) this.#tellFigures();
    if (update.geometryChanged || update.viewportChanged) this.#approach();
  }

  #count(): void {
    this.#counts = countText(this.text());
    this.#tellFigures();
  }

  #tellFigures(): void {
    const { state } = this.view;
    const { main } = state.selection;
    const line = state.doc.lineAt(main.head);
    this.#hooks.figures({
      line: line.number,
      column: main.head - line.from + 1,
      ...this.#counts,
      selectedWords: main.empty ? 0 : countText(state.sliceDoc(main.from, main.to)).words,
      vimMode: this.#vimMode,
    });
  }

  #takeFiles(transfer: DataTransfer | null, event: Event): boolean {
    const files = [...(transfer?.files ?? [])];
    if (files.length === 0) return false;
    event.preventDefault();
    this.#hooks.files(files);
    return true;
  }

  async #loadVim(): Promise<void> {
    const { vimKeys } = await import('./vim');
    if (!this.#options.vimMode) return;
    const keys = vimKeys({
      write: this.#hooks.saveRequested,
      quit: this.#hooks.closeRequested,
      mode: (mode) => {
        this.#vimMode = mode;
        // The plug-in tells its first mode while the view is still being updated.
        queueMicrotask(() => this.#tellFigures());
      },
    });
    this.view.dispatch({ effects: compartments.vim.reconfigure(keys) });
  }
}
