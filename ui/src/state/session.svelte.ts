import { ApiError, type Backend, type Document, type NewDocument, type Saved } from '~/backend';
import type { EditorHandle } from '~/lib/editor-commands';
import { t } from '~/lib/i18n/index.svelte';

import { presentError, type Failure } from './failure';
import type { Notices } from './notices.svelte';
import { OpenDocument, type SaveHooks } from './open-document.svelte';
import { PreviewState } from './preview.svelte';
import type { RecoveryJournal, StoredText, UnsavedText } from './recovery';
import { TypedAhead } from './typed-ahead';

/** Where the caret and the scroll were, to come back to. */
export interface Place {
  readonly anchor: number;
  readonly head: number;
  readonly scrollTop: number;
}

/** What the status bar tells of the editor. */
export interface EditorStatus {
  readonly line: number;
  readonly column: number;
  readonly words: number;
  readonly characters: number;
  readonly minutes: number;
  /** 0 while nothing is selected. */
  readonly selectedWords: number;
  readonly selectedCharacters: number;
  /** `null` while vim keys are off. */
  readonly vimMode: string | null;
}

const PLACES_KEPT = 200;

export interface SessionHooks {
  readonly saved: (result: Saved) => void;
  /** A text clashed with the stored one; both are kept. */
  readonly conflicted: (result: Saved) => void;
  readonly savesWhileTyping: () => boolean;
}

/** The document on the screen: opening, creating, switching without losing a word. */
export class Session {
  current = $state.raw<OpenDocument | null>(null);
  preview = $state.raw<PreviewState | null>(null);
  phase = $state<'empty' | 'loading' | 'ready' | 'failed'>('empty');
  failure = $state.raw<Failure | null>(null);
  /** The line the editor should show next, from 1; the counter makes equal requests differ. */
  goal = $state.raw<{ readonly line: number; readonly serial: number } | null>(null);
  /** What a search found in a document that it opens: the editor marks it. */
  found = $state.raw<{ readonly id: string; readonly words: readonly string[] } | null>(null);
  /** A document just made: the caret belongs in it. */
  focusWanted = $state(false);
  /** A text that the editor should write at the caret, once it is there. */
  insertWanted = $state.raw<{ readonly text: string; readonly caret?: number | undefined } | null>(
    null,
  );
  editorStatus = $state.raw<EditorStatus | null>(null);
  /** Where the link under the pointer or the focus leads, in words. */
  linkTarget = $state<string | null>(null);
  /** Documents that were left with a text that is not saved yet. */
  unsavedIds = $state.raw<ReadonlySet<string>>(new Set());
  /** Where the editor is now; set by the editor while there is one. */
  placeNow: (() => Place) | null = null;
  /** The editor on the screen, while there is one. */
  editor = $state.raw<EditorHandle | null>(null);

  readonly typedAhead = new TypedAhead();
  readonly #places = new Map<string, Place>();
  /** Documents that were left with a text that is not saved yet; they keep trying. */
  readonly #unsaved = new Map<string, OpenDocument>();
  readonly #backend: Backend;
  readonly #journal: RecoveryJournal;
  readonly #notices: Notices;
  readonly #hooks: SessionHooks;
  #sequence = 0;

  constructor(backend: Backend, journal: RecoveryJournal, notices: Notices, hooks: SessionHooks) {
    this.#backend = backend;
    this.#journal = journal;
    this.#notices = notices;
    this.#hooks = hooks;
  }

  async open(id: string, line?: number): Promise<void> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    if (this.current?.id !== id) {
      await this.current?.flush();
      if (sequence !== this.#sequence) return;
      const unsaved = this.#unsaved.get(id);
      if (unsaved) {
        this.#show(unsaved);
        return;
      }
      if (this.phase !== 'ready') this.phase = 'loading';
      try {
        const document = await this.#backend.call('document.get', { id });
        if (sequence !== this.#sequence) return;
        this.#show(this.#opened(document));
      } catch (error) {
        if (sequence !== this.#sequence) return;
        this.#close();
        this.failure = presentError(error);
        this.phase = 'failed';
        return;
      }
    }
    if (line !== undefined) this.goTo(line);
  }

  /** Makes a document and shows it, with the caret where a template wants it. */
  async create(fields: NewDocument, caret = 0): Promise<Document> {
    this.typedAhead.begin();
    let document;
    try {
      await this.current?.flush();
      ({ document } = await this.#backend.call('document.create', fields));
    } catch (error) {
      // There is no new document: what was typed for it is not lost.
      const typed = this.typedAhead.end();
      this.insertWanted = typed === '' ? null : { text: typed };
      throw error;
    }
    this.#sequence += 1;
    this.rememberPlace(document.id, { anchor: caret, head: caret, scrollTop: 0 });
    this.#show(this.#opened(document));
    this.focusWanted = true;
    return document;
  }

  /** Leaves no document open. */
  async clear(): Promise<void> {
    this.#sequence += 1;
    await this.current?.flush();
    this.#close();
    this.phase = 'empty';
  }

  goTo(line: number): void {
    this.goal = { line, serial: (this.goal?.serial ?? 0) + 1 };
  }

  rememberPlace(id: string, place: Place): void {
    this.#places.delete(id);
    this.#places.set(id, place);
    const oldest = this.#places.keys().next();
    if (this.#places.size > PLACES_KEPT && !oldest.done) this.#places.delete(oldest.value);
  }

  placeOf(id: string): Place | undefined {
    if (this.current?.id === id && this.placeNow) return this.placeNow();
    return this.#places.get(id);
  }

  /** Opens a document and goes to the heading that a link's fragment names, by text or by slug. */
  async goToHeading(id: string, fragment: string): Promise<void> {
    await this.open(id);
    const open = this.current;
    const preview = this.preview;
    if (open?.id !== id || !preview) return;
    await preview.render(() => open.text());
    const wanted = fragment.toLowerCase();
    const heading = preview.outline.find(
      ({ text, slug }) => text.toLowerCase() === wanted || slug.toLowerCase() === wanted,
    );
    if (heading) this.goTo(heading.line);
  }

  /** Ticks or unticks the task box on a source line. */
  async toggleTask(line: number): Promise<void> {
    const open = this.current;
    if (!open) return;
    await open.flush();
    try {
      const { id, baseHash } = open;
      const result = await this.#backend.call('document.toggleTask', { id, line, baseHash });
      this.#hooks.saved(result);
      await open.reread();
    } catch (error) {
      this.#notices.say(presentError(error).title, { tone: 'error' });
    }
  }

  /**
   * Saves what earlier runs left unsaved. It ends before a document is opened: the text that is shown
   * is the recovered one.
   */
  async recover(): Promise<void> {
    const entries = await this.#journal.left().catch(() => []);
    for (const entry of entries) {
      // Where one text of a document still waits, those of other windows wait for the next start.
      if (this.#unsaved.has(entry.id)) continue;
      const { title } = entry;
      try {
        const failure = await this.#recover(entry);
        await this.#journal.forget(entry);
        if (failure) this.#sayKept(title, failure);
        else this.#notices.say(t('recovery.done', { title }));
      } catch (error) {
        this.#sayKept(title, presentError(error));
      }
    }
    this.unsavedIds = new Set(this.#unsaved.keys());
  }

  #sayKept(title: string, failure: Failure): void {
    const message = t('recovery.failed', { title });
    this.#notices.say(message, { tone: 'error', detail: failure.title });
  }

  /** What cannot be saved yet is there again when its document is opened, and keeps trying. */
  async #recover(entry: StoredText): Promise<Failure | null> {
    const { id, title, text } = entry;
    let document;
    try {
      document = await this.#backend.call('document.get', { id });
    } catch (error) {
      if (ApiError.from(error).code !== 'notFound') throw error;
      await this.#backend.call('document.create', { title, text });
      return null;
    }
    const open = this.#opened(document, entry);
    await open.saveVersion();
    if (open.failure) {
      this.#unsaved.set(id, open);
      await this.#journal.keep({ id, title, text, baseHash: entry.baseHash });
    }
    return open.failure;
  }

  #opened(document: Document, unsaved?: UnsavedText): OpenDocument {
    const hooks: SaveHooks = {
      savesWhileTyping: this.#hooks.savesWhileTyping,
      saved: (result) => {
        this.#unsaved.delete(document.id);
        this.unsavedIds = new Set(this.#unsaved.keys());
        this.#hooks.saved(result);
        if (result.outcome === 'conflict') this.#hooks.conflicted(result);
      },
    };
    return new OpenDocument(document, this.#backend, this.#journal, hooks, unsaved);
  }

  #show(open: OpenDocument): void {
    this.#close();
    this.current = open;
    this.preview = new PreviewState(this.#backend, open.id);
    this.failure = null;
    this.goal = null;
    this.phase = 'ready';
  }

  #close(): void {
    const left = this.current;
    // What was typed while the next document was on its way is not saved yet.
    if (left?.isDirty) void this.#saveLeft(left);
    else left?.close();
    this.unsavedIds = new Set(this.#unsaved.keys());
    this.preview?.close();
    this.current = null;
    this.preview = null;
    this.editorStatus = null;
    this.linkTarget = null;
  }

  async #saveLeft(left: OpenDocument): Promise<void> {
    this.#unsaved.set(left.id, left);
    // One that failed tries again by itself.
    if (left.saveState === 'failed') return;
    await left.flush();
    if (left.isDirty) return;
    this.#unsaved.delete(left.id);
    this.unsavedIds = new Set(this.#unsaved.keys());
    if (this.current !== left) left.close();
  }
}
