import { newClientId, type Backend, type Capabilities } from './backend';
import type { CommandName, Requests, Responses } from './commands';
import { ApiError } from './errors';
import { CATEGORIES, DEFAULT_SETTINGS, SEEDS, type FakeSeed } from './fake-data';
import { FakeLibrary } from './fake-library';
import { hashOf, renderFake } from './fake-render';
import { mergeSettings } from './settings';
import type {
  Attachment,
  BackendEvent,
  CategoryNode,
  Document,
  Saved,
  Settings,
  Version,
} from './types';

type Handlers = {
  readonly [Name in CommandName]?: (request: Requests[Name]) => Responses[Name];
};

/**
 * A library in memory, for component tests and for looking at the interface without the core.
 * Commands it does not know answer `unsupported`.
 */
export class FakeBackend implements Backend {
  readonly capabilities: Capabilities = { pickPaths: false, browserKeys: true };
  readonly client = newClientId();
  /** Every call in order, for tests. */
  readonly calls: { name: CommandName; request: unknown }[] = [];
  /** Set by a test to make the next calls of a command fail. */
  readonly failures = new Map<CommandName, ApiError>();

  readonly #library = new FakeLibrary();
  readonly #undo = new Map<string, () => void>();
  readonly #listeners = new Set<(event: BackendEvent) => void>();
  readonly #categories: CategoryNode[];
  #settings = DEFAULT_SETTINGS;

  constructor(seeds: readonly FakeSeed[] = SEEDS) {
    const idByName = new Map(CATEGORIES.map(({ name }) => [name, this.#library.id('category')]));
    this.#categories = CATEGORIES.map(({ name, parent, color }) => ({
      id: idByName.get(name) ?? '',
      name,
      parent: parent === undefined ? undefined : idByName.get(parent),
      color,
      icon: undefined,
      description: '',
      order: '',
      documents: 0,
      total: 0,
    }));
    for (const seed of seeds) {
      const category = seed.category === undefined ? undefined : idByName.get(seed.category);
      const time = new Date(Date.now() - seed.minutesAgo * 60_000).toISOString();
      this.#library.add({ ...seed, category, time });
    }
  }

  async call<Name extends CommandName>(
    name: Name,
    request: Requests[Name],
  ): Promise<Responses[Name]> {
    this.calls.push({ name, request });
    await Promise.resolve();
    const failure = this.failures.get(name);
    if (failure) throw failure;
    const handler = this.#handlers[name];
    if (!handler) throw new ApiError('unsupported', `the fake does not know ${name}`);
    return handler(request);
  }

  subscribe(listener: (event: BackendEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  attachmentUrl(id: string): string {
    return `/v1/attachments/${id}`;
  }

  attach(): Promise<Attachment> {
    return Promise.reject(new ApiError('unsupported', 'the fake keeps no files'));
  }

  upload(): Promise<string> {
    return Promise.reject(new ApiError('unsupported', 'the fake keeps no files'));
  }

  pickPaths(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  onGiven(): () => void {
    // A page is handed nothing but its address.
    return () => undefined;
  }

  onPathsDropped(): () => void {
    // A browser gives files, not paths.
    return () => undefined;
  }

  openExternal(): Promise<void> {
    return Promise.resolve();
  }

  showWindow(): void {
    // A browser shows its own window.
  }

  setTitle(title: string): void {
    document.title = title;
  }

  /** Changes a text as another program would, and tells the window about it. */
  editElsewhere(id: string, text: string): void {
    this.#library.store({ ...this.#library.get(id), text, hash: hashOf(text) });
    this.#tell([id], 'elsewhere');
  }

  readonly #handlers: Handlers = {
    'app.about': () => ({
      name: 'Longhand',
      version: '0.1.0',
      library: { id: 'l', name: 'Notes', path: '/home/me/Notes.longhand', createdAt: '' },
    }),
    'library.counts': () => {
      const live = this.#library.live();
      return {
        documents: live.length,
        inbox: live.filter((entry) => entry.category === undefined).length,
        favorites: live.filter((entry) => entry.favorite).length,
        templates: live.filter((entry) => entry.template).length,
        conflicts: 0,
        trash: this.#library.documents.size - live.length,
        categories: this.#categories.length,
        tags: this.#library.tags().length,
        attachments: 0,
        outbox: 0,
        proposals: 0,
      };
    },
    'document.list': ({ scope, sort, order, limit = 100, cursor = '0' }) => {
      const direction = order === 'descending' ? -1 : 1;
      const key = (entry: Document) => {
        if (sort === 'title') return entry.title;
        if (sort === 'size') return String(entry.bytes).padStart(12, '0');
        return sort === 'created' ? entry.createdAt : entry.updatedAt;
      };
      const all = [...this.#library.documents.values()]
        .filter((entry) => this.#library.inScope(entry, scope))
        .sort((a, b) => direction * key(a).localeCompare(key(b)))
        .sort((a, b) => Number(b.pinned) - Number(a.pinned));
      const start = Number(cursor);
      const next = start + limit < all.length ? String(start + limit) : undefined;
      return { items: all.slice(start, start + limit), next };
    },
    'document.get': ({ id }) => this.#library.get(id),
    'document.create': ({ title, text = '', category, tags = [] }) => {
      const time = new Date().toISOString();
      const created = this.#library.add({ title: title ?? '', text, category, tags, time });
      return {
        document: created,
        batch: this.#batch(() => this.#library.documents.delete(created.id)),
      };
    },
    'document.save': ({ id, text, kind }) => this.#save(id, text, kind),
    'document.update': ({ ids, patch }) => {
      const before = ids.map((id) => this.#library.get(id));
      const documents = before.map((entry) => {
        const { category, addTags = [], removeTags = [], tags, ...rest } = patch;
        const kept = [...(tags ?? entry.tags), ...addTags];
        const next = {
          ...entry,
          ...rest,
          category: category === undefined ? entry.category : (category ?? undefined),
          tags: [...new Set(kept)].filter((name) => !removeTags.includes(name)),
        };
        this.#library.store(next);
        return next;
      });
      this.#tell(ids);
      const batch = this.#batch(() => before.forEach((entry) => this.#library.store(entry)));
      return { documents, rewritten: 0, batch };
    },
    'document.trash': ({ ids }) => this.#setTrashed(ids, new Date().toISOString()),
    'document.restore': ({ ids }) => this.#setTrashed(ids, undefined),
    'document.purge': ({ ids }) => {
      ids.forEach((id) => this.#library.documents.delete(id));
      this.#tell(ids);
      return { count: ids.length };
    },
    'trash.empty': () => {
      const gone = [...this.#library.documents.values()].filter((entry) => entry.trashedAt);
      gone.forEach((entry) => this.#library.documents.delete(entry.id));
      this.#tell([]);
      return { count: gone.length };
    },
    'document.complete': ({ prefix, limit = 20 }) => ({
      items: this.#library
        .live()
        .filter((entry) => entry.title.toLowerCase().includes(prefix.toLowerCase()))
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
        .slice(0, limit)
        .map(({ id, title }) => ({ id, title, category: undefined })),
    }),
    'document.links': ({ id }) => ({
      outgoing: [],
      backlinks: this.#library
        .live()
        .filter((entry) => entry.text.includes(`[[${this.#library.get(id).title}]]`))
        .map((entry) => ({ document: entry, line: 1, context: entry.excerpt })),
      unlinked: [],
    }),
    'document.resolve': ({ target }) => ({
      document: this.#library.live().find((entry) => entry.title === target),
      attachment: undefined,
    }),
    'preview.render': ({ text }) => ({
      ...renderFake(text),
      state: hashOf(text),
      kept: undefined,
      unfinished: false,
      frontMatter: undefined,
      remoteImages: 0,
      links: {},
      attachments: {},
    }),
    'history.list': ({ document: id }) => ({
      items: [...this.#library.versions.values()]
        .filter((entry) => entry.document === id)
        .reverse(),
      next: undefined,
    }),
    'history.get': ({ version }) => {
      const found = this.#library.versions.get(version);
      if (!found) throw new ApiError('notFound', 'no such version');
      return { version: found, text: found.text };
    },
    'history.restore': ({ version }) => {
      const found = this.#library.versions.get(version);
      if (!found) throw new ApiError('notFound', 'no such version');
      return this.#save(found.document, found.text, 'explicit', 'restored');
    },
    'category.list': () => ({
      items: this.#categories.map((entry) => {
        const inside = this.#library.live().filter((one) => one.category === entry.id).length;
        return { ...entry, documents: inside, total: inside };
      }),
    }),
    'tag.list': () => ({ items: this.#library.tags() }),
    'search.query': ({ query }) => {
      if (query.includes('"') && query.split('"').length % 2 === 0) {
        throw new ApiError('unreadableQuery', 'the closing quote is missing', {
          details: {
            message: 'the closing quote is missing',
            at: query.lastIndexOf('"'),
            hint: '',
          },
        });
      }
      const hits = this.#library.live().flatMap((entry) => this.#library.hit(entry, query));
      const explanation = { lines: [query], canonical: query, scope: 'documents' } as const;
      return {
        hits: hits.slice(0, 50),
        total: hits.length,
        totalIsExact: true,
        next: undefined,
        explanation,
        substringsComplete: true,
      };
    },
    'savedSearch.list': () => ({ items: [] }),
    'template.list': () => ({ items: this.#library.live().filter((entry) => entry.template) }),
    'activity.revert': ({ batch }) => {
      const undo = this.#undo.get(batch);
      if (!undo) throw new ApiError('notFound', 'nothing to revert');
      undo();
      this.#undo.delete(batch);
      this.#tell([]);
      return { reverted: 1, refused: [], batch: undefined };
    },
    'settings.get': () => this.#settings,
    'settings.set': ({ patch }) => {
      this.#settings = mergeSettings(this.#settings, patch);
      return this.#settings;
    },
    'settings.reset': ({ group }) => {
      const isGroup = (name: string): name is keyof Settings => name in DEFAULT_SETTINGS;
      this.#settings =
        group !== undefined && isGroup(group)
          ? { ...this.#settings, [group]: DEFAULT_SETTINGS[group] }
          : DEFAULT_SETTINGS;
      return this.#settings;
    },
    'job.list': () => ({ items: [] }),
  };

  #batch(undo: () => void): string {
    const id = this.#library.id('batch');
    this.#undo.set(id, undo);
    return id;
  }

  #save(id: string, text: string, kind: string, origin: Version['origin'] = 'saved'): Saved {
    const before = this.#library.get(id);
    const heading = /^# (.+)$/m.exec(text)?.[1];
    this.#library.store({
      ...before,
      text,
      title: heading ?? before.title,
      hash: hashOf(text),
      bytes: text.length,
      updatedAt: new Date().toISOString(),
    });
    const after = this.#library.get(id);
    if (kind === 'explicit') this.#library.keepVersion(after, origin);
    this.#tell([id]);
    const batch = this.#batch(() => this.#library.store(before));
    return {
      outcome: before.text === text ? 'unchanged' : 'saved',
      hash: after.hash,
      text: undefined,
      conflict: undefined,
      version: undefined,
      document: after,
      batch,
    };
  }

  #setTrashed(ids: readonly string[], trashedAt: string | undefined) {
    const before = ids.map((id) => this.#library.get(id));
    before.forEach((entry) => this.#library.store({ ...entry, trashedAt }));
    this.#tell(ids);
    const batch = this.#batch(() => before.forEach((entry) => this.#library.store(entry)));
    return { count: ids.length, batch };
  }

  #tell(ids: readonly string[], client = this.client): void {
    const cause = { batch: '', command: '', client };
    for (const listener of this.#listeners) {
      listener({ event: 'documents', ids: [...ids], text: true, cause });
      listener({ event: 'tags', cause });
    }
  }
}
