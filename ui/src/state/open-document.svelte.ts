import type { Backend, Document, DocumentSummary, Saved } from '~/backend';

import { presentError, type Failure } from './failure';
import type { RecoveryJournal, UnsavedText } from './recovery';

/** The text at one moment, and a way to fold in what the core made of it. */
export interface BufferSnapshot {
  readonly text: string;
  /** Replaces the snapshot's text by `merged`, keeping what was typed since. It is not an edit. */
  rebase(merged: string): void;
}

/** What holds the text: the editor while there is one, else a plain string. */
export interface Buffer {
  text(): string;
  snapshot(): BufferSnapshot;
}

/** The text while no editor shows it, such as behind the history. */
class TextBuffer implements Buffer {
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  text(): string {
    return this.#text;
  }

  snapshot(): BufferSnapshot {
    const rebase = (merged: string) => {
      this.#text = merged;
    };
    return { text: this.#text, rebase };
  }
}

export type SaveState = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed';
type SaveKind = 'auto' | 'explicit';

export const AUTOSAVE_MS = 800;
/** Who never pauses is saved all the same. */
export const AUTOSAVE_LATEST_MS = 5_000;
/** A save that takes longer may never come back: until it does, the text is kept as if it had failed. */
export const SLOW_SAVE_MS = 1_000;
/** How long "Saved" is shown before the status bar falls silent. */
const QUIET_MS = 3_000;
const RETRY_MS = 5_000;

export interface SaveHooks {
  /** A save came back; the summary is new. */
  readonly saved: (result: Saved) => void;
  /** Whether typing saves by itself. */
  readonly savesWhileTyping?: () => boolean;
}

/**
 * A document in the editor. The text itself lives in the editor; this class knows what the core
 * has of it, saves what changed, and keeps the text safe when a save fails.
 */
export class OpenDocument {
  readonly id: string;
  /** The text as it was opened; the editor starts from it. */
  readonly initial: Document;
  summary: DocumentSummary;
  saveState = $state<SaveState>('clean');
  failure = $state.raw<Failure | null>(null);

  #baseHash: string;
  #buffer: Buffer;
  #dirty = false;
  #saving: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latestTimer: ReturnType<typeof setTimeout> | undefined;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #backend: Backend;
  readonly #journal: RecoveryJournal;
  readonly #hooks: SaveHooks;

  /** `unsaved` is a text of an earlier run that the core does not have yet. */
  constructor(
    document: Document,
    backend: Backend,
    journal: RecoveryJournal,
    hooks: SaveHooks,
    unsaved?: UnsavedText,
  ) {
    this.id = document.id;
    this.initial = document;
    this.summary = $state.raw(document);
    this.#baseHash = unsaved?.baseHash ?? document.hash;
    this.#buffer = new TextBuffer(unsaved?.text ?? document.text);
    this.#dirty = unsaved !== undefined;
    this.#backend = backend;
    this.#journal = journal;
    this.#hooks = hooks;
  }

  get isDirty(): boolean {
    return this.#isBusy();
  }
  get baseHash(): string {
    return this.#baseHash;
  }

  /** The editor shows the text from now on. */
  attach(buffer: Buffer): void {
    this.#buffer = buffer;
  }

  /** The editor goes away; the text stays. */
  detach(): void {
    this.#buffer = new TextBuffer(this.#buffer.text());
  }

  /** The text as it is now. */
  text(): string {
    return this.#buffer.text();
  }

  /** The person changed the text. */
  changed(): void {
    this.#dirty = true;
    if (this.saveState !== 'saving') this.saveState = 'dirty';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#paused(), AUTOSAVE_MS);
    this.#latestTimer ??= setTimeout(() => void this.#paused(), AUTOSAVE_LATEST_MS);
  }

  /** The person stopped typing for a moment, or has typed for long. */
  async #paused(): Promise<void> {
    this.#stopWaiting();
    const saves = this.#hooks.savesWhileTyping?.() ?? true;
    // A text that waits outlives a crash: one for the person, or one for the save before it.
    if (this.#dirty && (!saves || this.#saving)) await this.#keep();
    if (saves) await this.flush();
  }

  /** Keeps the text safe as it is now; it is not saved. */
  async #keep(): Promise<void> {
    const { id, summary } = this;
    const entry = { id, title: summary.title, text: this.text(), baseHash: this.#baseHash };
    await this.#journal.keep(entry).catch(() => undefined);
  }

  /** Saves what changed and returns when nothing is left to save, or when a save has failed. */
  async flush(): Promise<void> {
    this.#stopWaiting();
    while (this.#saving) await this.#saving;
    if (this.#dirty) await this.#start('auto');
  }

  /** Makes a version of the text as it is now, whether or not it changed since the last save. */
  async saveVersion(): Promise<void> {
    this.#stopWaiting();
    while (this.#saving) await this.#saving;
    await this.#start('explicit');
  }

  /** Another window, a script or a sync may have changed the stored text: takes it in. */
  async reread(): Promise<void> {
    if (this.#isBusy()) return;
    const stored = await this.#backend.call('document.get', { id: this.id });
    this.summary = stored;
    // The person may have typed in the meantime: then the next save merges.
    if (stored.hash === this.#baseHash || this.#isBusy()) return;
    this.#buffer.snapshot().rebase(stored.text);
    this.#baseHash = stored.hash;
    this.#dirty = false;
  }

  close(): void {
    this.#stopWaiting();
    clearTimeout(this.#quietTimer);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#latestTimer);
    this.#latestTimer = undefined;
  }

  /** Whether the person changed the text since it was last sent. */
  #isDirty(): boolean {
    return this.#dirty;
  }

  #isBusy(): boolean {
    return this.#dirty || this.#saving !== null;
  }

  #start(kind: SaveKind): Promise<void> {
    const run = this.#save(kind).finally(() => {
      this.#saving = null;
      // What was typed while the answer was on its way is saved next.
      if (this.#dirty && this.saveState !== 'failed') this.changed();
    });
    this.#saving = run;
    return run;
  }

  async #save(kind: SaveKind): Promise<void> {
    const buffer = this.#buffer;
    const snapshot = buffer.snapshot();
    const { id } = this;
    const baseHash = this.#baseHash;
    this.#dirty = false;
    this.saveState = 'saving';
    clearTimeout(this.#quietTimer);
    const slowTimer = setTimeout(() => void this.#keep(), SLOW_SAVE_MS);
    try {
      const result = await this.#backend.call('document.save', {
        id,
        text: snapshot.text,
        baseHash,
        kind,
      });
      clearTimeout(slowTimer);
      this.#accept(result, snapshot, buffer);
      // What was typed since may be kept there; it is dropped with the save after this one.
      if (!this.#isDirty()) await this.#journal.drop(id).catch(() => undefined);
    } catch (error) {
      clearTimeout(slowTimer);
      this.#dirty = true;
      this.failure = presentError(error);
      this.saveState = 'failed';
      if (this.failure.canRetry) this.#timer = setTimeout(() => void this.flush(), RETRY_MS);
      await this.#keep();
    }
  }

  #accept(result: Saved, snapshot: BufferSnapshot, buffer: Buffer): void {
    this.summary = result.document;
    this.failure = null;
    this.saveState = 'saved';
    const changed = result.text !== undefined && result.text !== snapshot.text;
    if (changed && buffer !== this.#buffer) {
      // The editor came or went in the meantime: on the old base, the next save merges again.
      this.#dirty = true;
    } else {
      if (changed) snapshot.rebase(result.text);
      this.#baseHash = result.hash;
    }
    this.#quietTimer = setTimeout(() => {
      if (this.saveState === 'saved') this.saveState = 'clean';
    }, QUIET_MS);
    this.#hooks.saved(result);
  }
}
