import { describe, expect, it, vi } from 'vitest';

import { ApiError } from '~/backend/errors';
import { FakeBackend } from '~/backend/fake';
import { UndoStack } from '~/lib/undo.svelte';

import { App } from './app.svelte';
import { Notices } from './notices.svelte';
import { MemoryStore, RecoveryJournal } from './recovery';
import { Session } from './session.svelte';

const LIBRARY = 'a library';
const BEFORE = '# Flood\n\nSaved before.';

async function setUp() {
  const backend = new FakeBackend([
    { title: 'Flood', text: BEFORE, tags: [], minutesAgo: 1 },
    { title: 'Other', text: '# Other', tags: [], minutesAgo: 0 },
  ]);
  const idOf = async (prefix: string) => {
    const { items } = await backend.call('document.complete', { prefix });
    return items[0]?.id ?? '';
  };
  const store = new MemoryStore();
  const journal = new RecoveryJournal(store, 'this window');
  journal.library = LIBRARY;
  const notices = new Notices(new UndoStack());
  const hooks = {
    saved: () => undefined,
    conflicted: () => undefined,
    savesWhileTyping: () => true,
  };
  const session = new Session(backend, journal, notices, hooks);
  const flood = await idOf('Flood');
  const stored = async (id = flood) => (await backend.call('document.get', { id })).text;
  const { hash } = await backend.call('document.get', { id: flood });
  /** A window that is gone left this. */
  const leave = (text: string, fields: { id?: string; library?: string; window?: string } = {}) =>
    store.put({
      library: LIBRARY,
      window: 'a window before',
      id: flood,
      title: 'Flood',
      text,
      baseHash: hash,
      ...fields,
    });
  const left = async () => (await store.all()).map(({ text }) => text);
  const said = () => notices.shown.map(({ text }) => text);
  const other = await idOf('Other');
  return { backend, session, store, flood, other, stored, leave, left, said };
}

describe('what an earlier run left unsaved', () => {
  it('is saved, said and forgotten', async () => {
    const { session, flood, stored, leave, left, said } = await setUp();
    await leave(`${BEFORE} Typed after.`);
    await session.recover();
    expect(await stored()).toBe(`${BEFORE} Typed after.`);
    expect(said()).toEqual(['Recovered unsaved text of “Flood”']);
    expect(await left()).toEqual([]);
    await session.open(flood);
    expect(session.current?.text()).toBe(`${BEFORE} Typed after.`);
  });

  it('is in the editor where it cannot be saved yet, and outlives what is typed then', async () => {
    const { backend, session, flood, stored, leave, left, said } = await setUp();
    await leave(`${BEFORE} Typed after.`);
    backend.failures.set('document.save', new ApiError('diskFull', 'no space left'));
    await session.recover();
    expect(said()).toEqual(['The unsaved text of “Flood” is kept, but could not be saved yet.']);
    expect(await left()).toEqual([`${BEFORE} Typed after.`]);
    expect([...session.unsavedIds]).toEqual([flood]);

    await session.open(flood);
    expect(session.current?.text()).toBe(`${BEFORE} Typed after.`);
    expect(session.current?.failure?.code).toBe('diskFull');
    backend.failures.clear();
    await session.current?.flush();
    expect(await stored()).toBe(`${BEFORE} Typed after.`);
    expect(await left()).toEqual([]);
  });

  it('becomes a document again where the document is gone', async () => {
    const { backend, session, leave, left } = await setUp();
    await leave('# Lost\n\nand found', { id: 'nobody has it' });
    await session.recover();
    const { items } = await backend.call('document.complete', { prefix: 'Flood' });
    const texts = await Promise.all(
      items.map(async ({ id }) => (await backend.call('document.get', { id })).text),
    );
    expect(texts).toContain('# Lost\n\nand found');
    expect(await left()).toEqual([]);
  });

  it('is saved before a document can be shown', async () => {
    const { backend, stored, leave, store } = await setUp();
    await leave(`${BEFORE} Typed after.`, { library: 'l' });
    const app = new App(backend, store);
    const call = backend.call.bind(backend);
    vi.spyOn(backend, 'call').mockImplementation(async (name, request) => {
      // No document is opened before the window stands.
      if (name === 'document.save') expect(app.phase).toBe('starting');
      return call(name, request);
    });
    await app.start();
    expect(app.phase).toBe('ready');
    expect(await stored()).toBe(`${BEFORE} Typed after.`);
  });

  it('stays where it is when it belongs to another library', async () => {
    const { session, stored, leave, left } = await setUp();
    await leave('# Another', { library: 'another library' });
    await session.recover();
    expect(await stored()).toBe(BEFORE);
    expect(await left()).toEqual(['# Another']);
  });

  it('stays with its window while that is open', async () => {
    const { session, store, stored, leave, left } = await setUp();
    store.hold('beside');
    await leave('# Beside', { window: 'beside' });
    await session.recover();
    expect(await stored()).toBe(BEFORE);
    expect(await left()).toEqual(['# Beside']);
    store.letGo('beside');
    await session.recover();
    expect(await left()).toEqual([]);
  });

  it('is kept once for each window', async () => {
    const { left, leave } = await setUp();
    await leave('one', { window: '1' });
    await leave('two', { window: '2' });
    expect(await left()).toEqual(['one', 'two']);
  });
});

describe('what is typed while a new document is on its way', () => {
  const press = (key: string, more: KeyboardEventInit = {}) =>
    new KeyboardEvent('keydown', { key, ...more });

  it('waits for its editor', async () => {
    const { session } = await setUp();
    expect(session.typedAhead.take(press('a'))).toBe(false);
    const made = session.create({});
    const taken = ['a', 'b', 'Backspace', 'Enter', '日'].map((key) =>
      session.typedAhead.take(press(key)),
    );
    expect(taken).toEqual([true, true, true, true, true]);
    expect(session.typedAhead.take(press('s', { ctrlKey: true }))).toBe(false);
    expect(session.typedAhead.take(press('ArrowLeft'))).toBe(false);
    await made;
    session.typedAhead.take(press('!'));
    expect(session.typedAhead.end()).toBe('a\n日!');
    expect(session.typedAhead.take(press('a'))).toBe(false);
  });

  it('goes where the caret is when no document can be made', async () => {
    const { backend, session, flood } = await setUp();
    await session.open(flood);
    backend.failures.set('document.create', new ApiError('diskFull', 'no space left'));
    const made = session.create({});
    session.typedAhead.take(press('a'));
    await expect(made).rejects.toThrow('no space left');
    expect(session.insertWanted).toEqual({ text: 'a' });
  });
});

describe('leaving a document', () => {
  it('saves what was typed while the next one was on its way', async () => {
    const { backend, session, flood, other, stored } = await setUp();
    await session.open(flood);
    const open = session.current;
    let content = BEFORE;
    const text = () => content;
    open?.attach({ text, snapshot: () => ({ text: content, rebase: () => undefined }) });
    const call = backend.call.bind(backend);
    vi.spyOn(backend, 'call').mockImplementation((name, request) => {
      if (name === 'document.get' && content === BEFORE) {
        content += ' And more.';
        open?.changed();
      }
      return call(name, request);
    });
    await session.open(other);
    expect(session.current?.id).toBe(other);
    await vi.waitFor(async () => expect(await stored()).toBe(`${BEFORE} And more.`));
    await vi.waitFor(() => expect([...session.unsavedIds]).toEqual([]));
  });
});
