/** A text that could not be saved, with what it was based on. */
export interface UnsavedText {
  /** The document. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly baseHash: string;
}

/**
 * An unsaved text with its place in the store. Libraries share a browser, and two windows may hold
 * different texts of one document: none may take the place of another.
 */
export interface StoredText extends UnsavedText {
  readonly library: string;
  readonly window: string;
}

/** Where unsaved texts are kept, those of all libraries and windows. */
export interface RecoveryStore {
  put(entry: StoredText): Promise<void>;
  delete(library: string, window: string, id: string): Promise<void>;
  /** Forgets an entry unless its window has written it anew. */
  deleteIfSame(entry: StoredText): Promise<void>;
  all(): Promise<readonly StoredText[]>;
  /** Lets other windows know that this one is open, for as long as it is. */
  hold(window: string): void;
  /** Says whether a window that is not this one is still open. */
  isHeld(window: string): Promise<boolean>;
}

/** What this window keeps of the library that it shows, and what earlier ones left behind. */
export class RecoveryJournal {
  /** Known once the library is open; nothing can be unsaved before. */
  library = '';
  readonly #store: RecoveryStore;
  readonly #window: string;

  constructor(store: RecoveryStore, window: string) {
    this.#store = store;
    this.#window = window;
    store.hold(window);
  }

  keep(unsaved: UnsavedText): Promise<void> {
    return this.#store.put({ ...unsaved, library: this.library, window: this.#window });
  }

  /** What this window kept of a document is saved now. */
  drop(id: string): Promise<void> {
    return this.#store.delete(this.library, this.#window, id);
  }

  /** The texts of windows that are gone: one that is open saves its own. */
  async left(): Promise<readonly StoredText[]> {
    const { library } = this;
    const entries = await this.#store.all();
    const others = entries.filter((one) => one.library === library && one.window !== this.#window);
    const windows = [...new Set(others.map(({ window }) => window))];
    const held = await Promise.all(windows.map((window) => this.#store.isHeld(window)));
    return others.filter(({ window }) => held[windows.indexOf(window)] !== true);
  }

  forget(entry: StoredText): Promise<void> {
    return this.#store.deleteIfSame(entry);
  }
}

const NAME = 'longhand-unsaved';
const TEXTS = 'texts';
/** A browser that cannot open its database must not keep the window from starting. */
const OPEN_MS = 3_000;
/** A window that is being reloaded lets go of its name a moment after the new one begins. */
const LET_GO_MS = 300;

const lockOf = (window: string) => `longhand-window-${window}`;
/** A browser has locks only for a page that came from this computer or over TLS. */
const locks = (): LockManager | undefined => ('locks' in navigator ? navigator.locks : undefined);

function isEntry(value: unknown): value is StoredText {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const names = ['library', 'window', 'id', 'title', 'text', 'baseHash'];
  return names.every((name) => typeof fields.get(name) === 'string');
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the journal cannot be read'));
  });
}

/**
 * Keeps texts in the browser's own database, which holds more than local storage does. A text
 * counts as kept when it is on the disk: what is only on its way there is gone with a crash.
 */
export class BrowserStore implements RecoveryStore {
  #database: Promise<IDBDatabase> | null = null;

  async put(entry: StoredText): Promise<void> {
    await this.#write((texts) => texts.put(entry));
  }

  async delete(library: string, window: string, id: string): Promise<void> {
    await this.#write((texts) => texts.delete([library, window, id]));
  }

  async deleteIfSame({ library, window, id, text }: StoredText): Promise<void> {
    const key = [library, window, id];
    await this.#write((texts) => {
      const request: IDBRequest<unknown> = texts.get(key);
      request.onsuccess = () => {
        const { result } = request;
        if (isEntry(result) && result.text === text) texts.delete(key);
      };
    });
  }

  async all(): Promise<readonly StoredText[]> {
    const database = await this.#opened();
    const values: unknown[] = await settled(
      database.transaction(TEXTS, 'readonly').objectStore(TEXTS).getAll(),
    );
    return values.filter(isEntry);
  }

  hold(window: string): void {
    // It is let go when the window is closed, or ends in any other way.
    const forever = () => new Promise(() => undefined);
    void locks()
      ?.request(lockOf(window), forever)
      .catch(() => undefined);
  }

  async isHeld(window: string): Promise<boolean> {
    const signal = AbortSignal.timeout(LET_GO_MS);
    try {
      await locks()?.request(lockOf(window), { signal }, () => undefined);
      return false;
    } catch {
      // Nobody let go in time; a browser that refuses the question says nothing of the window.
      return signal.aborted;
    }
  }

  async #write(change: (texts: IDBObjectStore) => void): Promise<void> {
    const database = await this.#opened();
    const transaction = database.transaction(TEXTS, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(TEXTS));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      const refuse = () => reject(transaction.error ?? new Error('the journal cannot be written'));
      transaction.onerror = refuse;
      transaction.onabort = refuse;
    });
  }

  async #opened(): Promise<IDBDatabase> {
    this.#database ??= this.#open();
    try {
      return await this.#database;
    } catch (error) {
      // The next text tries again.
      this.#database = null;
      throw error;
    }
  }

  #open(): Promise<IDBDatabase> {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(TEXTS, { keyPath: ['library', 'window', 'id'] });
    return new Promise((resolve, reject) => {
      const silent = new Error('the journal does not answer');
      const timer = setTimeout(() => reject(silent), OPEN_MS);
      void settled(request)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }
}

export class MemoryStore implements RecoveryStore {
  readonly #entries = new Map<string, StoredText>();
  readonly #windows = new Set<string>();

  put(entry: StoredText): Promise<void> {
    this.#entries.set(keyOf(entry.library, entry.window, entry.id), entry);
    return Promise.resolve();
  }
  delete(library: string, window: string, id: string): Promise<void> {
    this.#entries.delete(keyOf(library, window, id));
    return Promise.resolve();
  }
  deleteIfSame({ library, window, id, text }: StoredText): Promise<void> {
    const key = keyOf(library, window, id);
    if (this.#entries.get(key)?.text === text) this.#entries.delete(key);
    return Promise.resolve();
  }
  all(): Promise<readonly StoredText[]> {
    return Promise.resolve([...this.#entries.values()]);
  }
  hold(window: string): void {
    this.#windows.add(window);
  }
  isHeld(window: string): Promise<boolean> {
    return Promise.resolve(this.#windows.has(window));
  }
  /** A window is closed, or crashes. */
  letGo(window: string): void {
    this.#windows.delete(window);
  }
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
