import { undo } from '@codemirror/commands';
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search';
import type { EditorView, ViewUpdate } from '@codemirror/view';

import { MatchCounter, type MatchCount } from './count';
import { isInScope, scopeOf, setScope } from './scope';

export interface FindFields {
  readonly search: string;
  readonly replace: string;
  readonly caseSensitive: boolean;
  readonly regexp: boolean;
  readonly wholeWord: boolean;
}

const COUNT_DELAY_MS = 120;

/** What the find panel shows, and what its buttons do. */
export class FindState {
  fields = $state.raw<FindFields>({
    search: '',
    replace: '',
    caseSensitive: false,
    regexp: false,
    wholeWord: false,
  });
  count = $state.raw<MatchCount>({ index: 0, total: 0, more: false });
  valid = $state(true);
  inSelection = $state(false);
  replaceShown = $state(false);
  readonly #view: EditorView;
  readonly #counter = new MatchCounter(() => this.#tell());

  constructor(view: EditorView, replaceShown: boolean) {
    this.#view = view;
    this.replaceShown = replaceShown;
    this.#read(0);
  }

  set(fields: Partial<FindFields>): void {
    const next = { ...this.fields, ...fields };
    const query = new SearchQuery({ ...next, literal: !next.regexp, test: isInScope });
    this.#view.dispatch({ effects: setSearchQuery.of(query) });
  }

  toggleInSelection(): void {
    const { from, to } = this.#view.state.selection.main;
    const scope = scopeOf(this.#view.state) || from === to ? null : { from, to };
    this.#view.dispatch({ effects: setScope.of(scope) });
    this.set({});
  }

  next(): void {
    findNext(this.#view);
  }
  previous(): void {
    findPrevious(this.#view);
  }
  replace(): void {
    replaceNext(this.#view);
  }
  replaceAll(): void {
    replaceAll(this.#view);
  }
  undo(): void {
    undo(this.#view);
  }
  close(): void {
    closeSearchPanel(this.#view);
    this.#view.focus();
  }

  updated(update: ViewUpdate): void {
    const { transactions } = update;
    const asked = transactions.some(({ effects }) =>
      effects.some((effect) => effect.is(setSearchQuery) || effect.is(setScope)),
    );
    if (asked) this.#read(0);
    else if (update.docChanged) this.#read(COUNT_DELAY_MS);
    else if (update.selectionSet) this.#tell();
  }

  stop(): void {
    this.#counter.stop();
  }

  #read(delay: number): void {
    const { state } = this.#view;
    const query = getSearchQuery(state);
    const { search, replace, caseSensitive, regexp, wholeWord } = query;
    this.fields = { search, replace, caseSensitive, regexp, wholeWord };
    this.valid = query.valid || search === '';
    this.inSelection = scopeOf(state) !== null;
    this.#counter.count(query, state, delay);
  }

  #tell(): void {
    const { from, to } = this.#view.state.selection.main;
    this.count = this.#counter.at(from, to);
  }
}
