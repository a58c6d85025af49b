import {
  findNext,
  findPrevious,
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchPanelOpen,
} from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { EditorView, type Command, type Panel } from '@codemirror/view';
import { mount, unmount } from 'svelte';

import FindPanel from './FindPanel.svelte';
import { FindState } from './find.svelte';
import { searchScope, setScope } from './scope';

/** Says that the panel that opens next shows how to replace, too. */
const open = new WeakMap<EditorView, FindState>();
const wantsReplace = new WeakSet<EditorView>();

function createPanel(view: EditorView): Panel {
  const dom = document.createElement('div');
  dom.className = 'cm-find';
  const find = new FindState(view, wantsReplace.has(view));
  const panel = mount(FindPanel, { target: dom, props: { find } });
  open.set(view, find);
  return {
    dom,
    top: true,
    update: (update) => find.updated(update),
    destroy: () => {
      find.stop();
      open.delete(view);
      wantsReplace.delete(view);
      void unmount(panel);
    },
  };
}

/** Find and replace in the text, with a panel of our own over the library's search. */
export function finding(): Extension {
  return [
    search({
      top: true,
      createPanel,
      scrollToMatch: (range) => EditorView.scrollIntoView(range, { y: 'nearest', yMargin: 80 }),
    }),
    searchScope,
    highlightSelectionMatches({ minSelectionLength: 2 }),
    // The scope goes with the panel: nobody sees it afterwards.
    EditorView.updateListener.of((update) => {
      if (!searchPanelOpen(update.startState) || searchPanelOpen(update.state)) return;
      queueMicrotask(() => update.view.dispatch({ effects: setScope.of(null) }));
    }),
  ];
}

export const openFind: Command = (view) => openSearchPanel(view);

export const openReplace: Command = (view) => {
  wantsReplace.add(view);
  const done = openSearchPanel(view);
  const find = open.get(view);
  if (find) find.replaceShown = true;
  return done;
};

export const nextMatch: Command = (view) => findNext(view);
export const previousMatch: Command = (view) => findPrevious(view);
