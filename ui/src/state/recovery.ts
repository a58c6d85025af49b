/** A text that could not be saved, with what it was based on. */
export interface RecoveryEntry {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly baseHash: string;
}

export interface RecoveryJournal {
  keep(entry: RecoveryEntry): Promise<void>;
  drop(id: string): Promise<void>;
  all(): Promise<readonly RecoveryEntry[]>;
}

const STORE = 'texts';

function isEntry(value: unknown): value is RecoveryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return ['id', 'title', 'text', 'baseHash'].every((name) => typeof fields.get(name) === 'string');
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
export class BrowserJournal implements RecoveryJournal {
  #database: Promise<IDBDatabase> | null = null;

  async keep(entry: RecoveryEntry): Promise<void> {
    await this.#write((store) => store.put(entry));
  }

  async drop(id: string): Promise<void> {
    await this.#write((store) => store.delete(id));
  }

  async all(): Promise<readonly RecoveryEntry[]> {
    const database = await this.#opened();
    const values: unknown[] = await settled(
      database.transaction(STORE, 'readonly').objectStore(STORE).getAll(),
    );
    return values.filter(isEntry);
  }

  async #write(change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const database = await this.#opened();
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(STORE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      const refuse = () => reject(transaction.error ?? new Error('the journal cannot be written'));
      transaction.onerror = refuse;
      transaction.onabort = refuse;
    });
  }

  #opened(): Promise<IDBDatabase> {
    this.#database ??= this.#open();
    return this.#database;
  }

  #open(): Promise<IDBDatabase> {
    const request = indexedDB.open('longhand-recovery', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    return settled(request);
  }
}

export class MemoryJournal implements RecoveryJournal {
  readonly #entries = new Map<string, RecoveryEntry>();

  keep(entry: RecoveryEntry): Promise<void> {
    this.#entries.set(entry.id, entry);
    return Promise.resolve();
  }
  drop(id: string): Promise<void> {
    this.#entries.delete(id);
    return Promise.resolve();
  }
  all(): Promise<readonly RecoveryEntry[]> {
    return Promise.resolve([...this.#entries.values()]);
  }
}
