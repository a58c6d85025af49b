import { action, isEnabled } from '~/actions';
import { isApple } from '~/lib/platform';
import { TypeAhead } from '~/lib/type-ahead';
import type { App } from '~/state/app.svelte';

const PAGE_ROWS = 8;
const typeAhead = new TypeAhead();

/** Single letters act on the selected rows, as long as the list has the focus. */
const LETTERS: Readonly<Record<string, string>> = {
  s: 'document.favorite',
  p: 'document.pin',
  t: 'document.addTags',
  m: 'document.move',
};

export function listKeys(app: App, event: KeyboardEvent): void {
  if (handle(app, event)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function run(app: App, id: string): boolean {
  const found = action(id);
  if (!isEnabled(found, app)) return false;
  void found.run(app);
  return true;
}

function handle(app: App, event: KeyboardEvent): boolean {
  const { documents } = app;
  const { key } = event;
  const mod = isApple ? event.metaKey : event.ctrlKey;
  const at = documents.items.findIndex((item) => item.id === documents.active);
  const last = documents.items.length - 1;

  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE_ROWS,
    PageUp: at - PAGE_ROWS,
    Home: 0,
    End: last,
  };
  const goal = moves[key];
  if (goal !== undefined && !event.altKey) {
    moveTo(app, Math.min(last, Math.max(0, goal)), event.shiftKey, mod);
    return true;
  }
  if (mod && key.toLowerCase() === 'a') {
    void documents.selectAll();
    return true;
  }
  if (mod && key === 'Enter') {
    if (documents.active === null) return false;
    app.library.openInNewTab(documents.active);
    return true;
  }
  if (key === 'Delete' || (isApple && mod && key === 'Backspace')) {
    return run(app, 'document.trash');
  }
  if (mod || event.altKey) return false;
  return plainKey(app, key, at);
}

function moveTo(app: App, index: number, extend: boolean, keepSelection: boolean): void {
  const { documents } = app;
  const item = documents.items[index];
  if (!item) return;
  if (extend) documents.extendTo(item.id);
  else if (keepSelection) documents.active = item.id;
  else documents.select(item.id);
  if (index >= documents.items.length - PAGE_ROWS) void documents.loadMore();
}

function plainKey(app: App, key: string, at: number): boolean {
  const { documents } = app;
  const active = documents.items[at];
  if (key === 'Enter' || key === ' ') {
    if (!active) return false;
    documents.select(active.id);
    app.library.openDocument(active.id);
    if (key === 'Enter') app.session.focusWanted = true;
    return true;
  }
  if (key === 'Escape') {
    documents.select(documents.active);
    return true;
  }
  const command = LETTERS[key.toLowerCase()];
  // Quickly behind another letter it belongs to a name.
  if (command !== undefined && !typeAhead.isTyping(Date.now())) return run(app, command);
  if (key.length !== 1) return false;
  const titles = documents.items.map((item) => item.title);
  const found = documents.items[typeAhead.next(key, titles, at, Date.now())];
  if (found) documents.select(found.id);
  return true;
}
