import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ApiError } from '~/backend/errors';
import { FakeBackend } from '~/backend/fake';

import {
  AUTOSAVE_LATEST_MS,
  AUTOSAVE_MS,
  OpenDocument,
  SLOW_SAVE_MS,
  type Buffer,
} from './open-document.svelte';
import { MemoryStore, RecoveryJournal } from './recovery';

/** A buffer as simple as can be: what is typed goes to the end. */
class TestBuffer implements Buffer {
  content: string;
  constructor(content: string) {
    this.content = content;
  }
  text(): string {
    return this.content;
  }
  snapshot() {
    const sent = this.content;
    return {
      text: sent,
      rebase: (merged: string) => {
        this.content = merged + this.content.slice(sent.length);
      },
    };
  }
}

async function setUp(savesWhileTyping = () => true) {
  const backend = new FakeBackend([
    { title: 'Note', text: '# Note\n\none', tags: [], minutesAgo: 0 },
  ]);
  const { items } = await backend.call('document.complete', { prefix: 'Note' });
  const id = items[0]?.id ?? '';
  const document = await backend.call('document.get', { id });
  const store = new MemoryStore();
  const journal = new RecoveryJournal(store, 'this window');
  const kept = async () => (await store.all()).map(({ text }) => text);
  const saved = vi.fn();
  const open = new OpenDocument(document, backend, journal, { saved, savesWhileTyping });
  const buffer = new TestBuffer(document.text);
  open.attach(buffer);
  const type = (text: string) => {
    buffer.content += text;
    open.changed();
  };
  const stored = async () => (await backend.call('document.get', { id })).text;
  const saves = () => backend.calls.filter(({ name }) => name === 'document.save').length;
  return { backend, kept, open, buffer, type, stored, saves, saved, id };
}

/** Lets no save come back before the returned function is called. */
function holdSaves(backend: FakeBackend): () => void {
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  const call = backend.call.bind(backend);
  vi.spyOn(backend, 'call').mockImplementation(async (name, request) => {
    if (name === 'document.save') await held;
    return call(name, request);
  });
  return () => answer();
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an open document', () => {
  it('saves once, a moment after the last keystroke', async () => {
    const { type, stored, saves, open } = await setUp();
    type(' two');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS - 1);
    type(' three');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS - 1);
    expect(saves()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(saves()).toBe(1);
    expect(await stored()).toBe('# Note\n\none two three');
    expect(open.saveState).toBe('saved');
  });

  it('saves at once when it is left, and not when nothing changed', async () => {
    const { type, open, saves } = await setUp();
    await open.flush();
    expect(saves()).toBe(0);
    type('!');
    await open.flush();
    expect(saves()).toBe(1);
  });

  it('only keeps what is typed safe where typing does not save, until it is left', async () => {
    const { type, open, saves, kept } = await setUp(() => false);
    type('!');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(saves()).toBe(0);
    expect(open.saveState).toBe('dirty');
    expect(await kept()).toEqual(['# Note\n\none!']);
    await open.flush();
    expect(saves()).toBe(1);
    expect(await kept()).toEqual([]);
  });

  it('keeps a text that could not be saved, says so, and saves it later', async () => {
    const { backend, type, open, kept, stored } = await setUp();
    backend.failures.set('document.save', new ApiError('diskFull', 'no space left'));
    type(' precious');
    await open.flush();
    expect(open.saveState).toBe('failed');
    expect(open.failure?.code).toBe('diskFull');
    expect(await kept()).toEqual(['# Note\n\none precious']);

    backend.failures.clear();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(open.saveState).toBe('saved');
    expect(await stored()).toContain('precious');
    expect(await kept()).toEqual([]);
  });

  it('keeps what is typed on after a save has failed', async () => {
    const { backend, type, open, kept } = await setUp();
    backend.failures.set('document.save', new ApiError('unreachable', 'gone'));
    type(' first');
    await open.flush();
    type(' second');
    expect(open.failure?.code).toBe('unreachable');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(await kept()).toEqual(['# Note\n\none first second']);
  });

  it('keeps the text and what follows while a save does not come back', async () => {
    const { backend, type, kept, stored } = await setUp();
    const answer = holdSaves(backend);
    type(' first');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(await kept()).toEqual([]);
    await vi.advanceTimersByTimeAsync(SLOW_SAVE_MS);
    expect(await kept()).toEqual(['# Note\n\none first']);
    type(' second');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(await kept()).toEqual(['# Note\n\none first second']);

    answer();
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(await stored()).toBe('# Note\n\none first second');
    expect(await kept()).toEqual([]);
  });

  it('saves in between while somebody types without a pause', async () => {
    const { type, stored } = await setUp();
    for (let waited = 0; waited < AUTOSAVE_LATEST_MS; waited += AUTOSAVE_MS / 2) {
      type('.');
      await vi.advanceTimersByTimeAsync(AUTOSAVE_MS / 2);
    }
    expect(await stored()).toMatch(/one\.+$/);
  });

  it('takes in a change from elsewhere while nobody types', async () => {
    const { backend, open, buffer, id } = await setUp();
    backend.editElsewhere(id, '# Note\n\nanother');
    await open.reread();
    expect(buffer.content).toBe('# Note\n\nanother');
    expect(open.isDirty).toBe(false);
  });

  it('leaves what is being typed alone', async () => {
    const { backend, open, buffer, type, id } = await setUp();
    type(' mine');
    backend.editElsewhere(id, '# Note\n\nanother');
    await open.reread();
    expect(buffer.content).toBe('# Note\n\none mine');
  });

  it('keeps the text while no editor shows it', async () => {
    const { open, type, stored } = await setUp();
    type(' typed');
    open.detach();
    expect(open.text()).toBe('# Note\n\none typed');
    await open.flush();
    expect(await stored()).toBe('# Note\n\none typed');
  });
});
