import { ApiError } from './errors';
import { TAG_COLORS } from './fake-data';
import { hashOf } from './fake-render';
import type { Document, DocumentSummary, ListScope, SearchHit, Tag, Version } from './types';

/** The documents and versions of the fake. */
export class FakeLibrary {
  readonly documents = new Map<string, Document>();
  readonly versions = new Map<string, Version & { text: string }>();
  #lastId = 0;

  id(kind: string): string {
    this.#lastId += 1;
    return `${kind}-${this.#lastId}`;
  }

  get(id: string): Document {
    const found = this.documents.get(id);
    if (!found) throw new ApiError('notFound', `no document ${id}`);
    return found;
  }

  live(): Document[] {
    return [...this.documents.values()].filter((entry) => entry.trashedAt === undefined);
  }

  inScope(entry: DocumentSummary, scope: ListScope): boolean {
    if (scope.kind === 'trash') return entry.trashedAt !== undefined;
    if (entry.trashedAt !== undefined) return false;
    switch (scope.kind) {
      case 'all':
      case 'recent':
        return true;
      case 'inbox':
        return entry.category === undefined;
      case 'favorites':
        return entry.favorite;
      case 'templates':
        return entry.template;
      case 'conflicts':
        return entry.conflicted;
      case 'category':
        return entry.category === scope.id;
      case 'tag':
        return entry.tags.some((name) => `tag-${name}` === scope.id);
      case 'savedSearch':
        return false;
      case 'query':
        return scope.query.split(' ').every((part) => this.#holds(entry, part));
    }
  }

  /** The few words of the query language that tests ask with. */
  #holds(entry: DocumentSummary, part: string): boolean {
    if (part === '') return true;
    if (part === 'is:favorite') return entry.favorite;
    const tag = /^tag:"(.+)"$/.exec(part)?.[1];
    if (tag !== undefined) return entry.tags.includes(tag);
    throw new ApiError('unreadableQuery', `the fake does not know ${part}`);
  }

  add(from: {
    title: string;
    text: string;
    tags: readonly string[];
    time: string;
    category?: string | undefined;
    pinned?: boolean;
    favorite?: boolean;
  }): Document {
    const id = this.id('document');
    const entry: Document = {
      id,
      title: from.title === '' ? 'Untitled' : from.title,
      excerpt: '',
      description: '',
      category: from.category,
      tags: [...from.tags],
      favorite: from.favorite ?? false,
      pinned: from.pinned ?? false,
      template: false,
      public: false,
      createdAt: from.time,
      updatedAt: from.time,
      trashedAt: undefined,
      words: 0,
      bytes: from.text.length,
      hash: hashOf(from.text),
      hasAttachments: false,
      conflicted: false,
      unsynced: false,
      text: from.text,
      shape: { lineEnding: 'lf', byteOrderMark: false, finalLineBreak: true },
    };
    this.store(entry);
    this.keepVersion(entry, 'created');
    return this.get(id);
  }

  store(entry: Document): void {
    const body = entry.text.replace(/^#.*$/gm, '').replace(/[*`_[\]]/g, '');
    const excerpt = body.replace(/\s+/g, ' ').trim().slice(0, 200);
    this.documents.set(entry.id, { ...entry, excerpt, words: body.split(/\s+/).length });
  }

  keepVersion(entry: Document, origin: Version['origin']): void {
    const id = this.id('version');
    const before = [...this.versions.values()].filter(({ document }) => document === entry.id);
    this.versions.set(id, {
      id,
      document: entry.id,
      number: before.length,
      title: entry.title,
      hash: entry.hash,
      bytes: entry.bytes,
      words: entry.words,
      origin,
      actor: { kind: 'person' },
      name: undefined,
      createdAt: entry.updatedAt,
      added: 1,
      removed: 0,
      text: entry.text,
    });
  }

  tags(): Tag[] {
    const counts = new Map<string, number>();
    for (const entry of this.live()) {
      for (const name of entry.tags) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].map(([name, documents]) => ({
      id: `tag-${name}`,
      name,
      color: TAG_COLORS[name],
      description: '',
      documents,
    }));
  }

  hit(entry: Document, query: string): SearchHit[] {
    const at = entry.text.toLowerCase().indexOf(query.toLowerCase());
    if (at < 0) return [];
    const start = Math.max(0, at - 30);
    const text = entry.text.slice(start, at + 120).replace(/\n/g, ' ');
    const matches = [{ start: at - start, end: at - start + query.length }];
    const line = entry.text.slice(0, at).split('\n').length;
    return [
      {
        document: entry,
        version: undefined,
        titleMatches: [],
        snippets: [{ text, matches, line }],
        score: 1,
      },
    ];
  }
}
