/** The shapes of the command API, each with its decoder. They mirror crates/model. */
import {
  boolean,
  list,
  number,
  object,
  oneOf,
  optional,
  pair,
  record,
  string,
  tagged,
  unknown,
  withDefault,
  type Decoded,
  type Decoder,
} from './decode';

export * from './import-types';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}
export function page<T>(item: Decoder<T>): Decoder<Page<T>> {
  return object({ items: list(item), next: optional(string) });
}
export function items<T>(item: Decoder<T>): Decoder<{ readonly items: readonly T[] }> {
  return object({ items: list(item) });
}

const summaryFields = {
  id: string,
  title: string,
  excerpt: string,
  description: withDefault(string, ''),
  category: optional(string),
  tags: list(string),
  favorite: boolean,
  pinned: boolean,
  template: boolean,
  public: boolean,
  createdAt: string,
  updatedAt: string,
  trashedAt: optional(string),
  words: number,
  bytes: number,
  hash: string,
  hasAttachments: withDefault(boolean, false),
  conflicted: withDefault(boolean, false),
  unsynced: withDefault(boolean, false),
};
export const documentSummary = object(summaryFields);
export type DocumentSummary = Decoded<typeof documentSummary>;

export const textShape = object({
  lineEnding: oneOf('lf', 'crlf', 'cr'),
  byteOrderMark: boolean,
  finalLineBreak: boolean,
});
export const document = object({ ...summaryFields, text: string, shape: textShape });
export type Document = Decoded<typeof document>;

export interface NewDocument {
  readonly title?: string;
  readonly text?: string;
  readonly category?: string;
  readonly tags?: readonly string[];
  readonly template?: boolean;
  readonly from?: string;
}
export interface DocumentPatch {
  readonly title?: string;
  readonly description?: string;
  readonly category?: string | null;
  readonly tags?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly favorite?: boolean;
  readonly pinned?: boolean;
  readonly template?: boolean;
  readonly public?: boolean;
}

export type ListScope =
  | {
      readonly kind: 'all' | 'inbox' | 'favorites' | 'recent' | 'templates' | 'conflicts' | 'trash';
    }
  | { readonly kind: 'category' | 'tag' | 'savedSearch'; readonly id: string }
  | { readonly kind: 'query'; readonly query: string };
export type SortKey = 'updated' | 'created' | 'title' | 'size';
export type SortOrder = 'descending' | 'ascending';
export interface ListQuery {
  readonly scope: ListScope;
  readonly sort: SortKey;
  readonly order: SortOrder;
  readonly limit?: number;
  readonly cursor?: string;
}

export const saved = object({
  outcome: oneOf('saved', 'unchanged', 'merged', 'conflict'),
  hash: string,
  text: optional(string),
  conflict: optional(string),
  version: optional(string),
  document: documentSummary,
  batch: optional(string),
});
export type Saved = Decoded<typeof saved>;

export const documentRef = object({ id: string, title: string });
export type DocumentRef = Decoded<typeof documentRef>;
export const completion = object({ id: string, title: string, category: optional(string) });
export type Completion = Decoded<typeof completion>;

export const linkKind = oneOf('wiki', 'embed', 'relative', 'image', 'external');
export const outgoingLink = object({
  kind: linkKind,
  target: string,
  alias: optional(string),
  line: number,
  document: optional(documentRef),
});
export type OutgoingLink = Decoded<typeof outgoingLink>;
export const mention = object({ document: documentRef, line: number, context: string });
export type Mention = Decoded<typeof mention>;
export const documentLinks = object({
  outgoing: list(outgoingLink),
  backlinks: list(mention),
  unlinked: withDefault(list(mention), []),
});
export type DocumentLinks = Decoded<typeof documentLinks>;

export interface GraphRequest {
  readonly scope: ListScope;
  readonly center?: string;
  readonly depth?: number;
  readonly orphans: boolean;
  readonly limit?: number;
}
export const graphNode = object({
  id: string,
  title: string,
  category: optional(string),
  neighbors: number,
});
export type GraphNode = Decoded<typeof graphNode>;
export const graph = object({
  nodes: list(graphNode),
  edges: list(pair(number, number)),
  limited: boolean,
});
export type Graph = Decoded<typeof graph>;

export const heading = object({ level: number, text: string, slug: string, line: number });
export type Heading = Decoded<typeof heading>;
export const block = object({
  hash: string,
  lineFrom: number,
  lineTo: number,
  html: optional(string),
});
export type Block = Decoded<typeof block>;
export const rendered = object({
  state: string,
  kept: optional(object({ before: number, after: number, lines: number })),
  blocks: list(block),
  outline: optional(list(heading)),
  frontMatter: optional(list(pair(string, string))),
  remoteImages: withDefault(number, 0),
  unfinished: boolean,
  links: optional(record(optional(documentRef))),
  attachments: optional(record(string)),
});
export type Rendered = Decoded<typeof rendered>;

export const actor = tagged('kind', {
  person: {},
  commandLine: {},
  key: { id: string },
  remote: { id: string },
  program: {},
});
export const version = object({
  id: string,
  document: string,
  number,
  title: string,
  hash: string,
  bytes: number,
  words: number,
  origin: oneOf(
    'created',
    'imported',
    'saved',
    'autosave',
    'restored',
    'replaced',
    'merged',
    'synced',
    'api',
    'linksRewritten',
  ),
  actor,
  name: optional(string),
  createdAt: string,
  added: number,
  removed: number,
});
export type Version = Decoded<typeof version>;
export type VersionOrigin = Version['origin'];

export const categoryNode = object({
  id: string,
  name: string,
  parent: optional(string),
  color: optional(string),
  icon: optional(string),
  description: withDefault(string, ''),
  order: withDefault(string, ''),
  documents: number,
  total: number,
});
export type CategoryNode = Decoded<typeof categoryNode>;
export const category = object({
  id: string,
  name: string,
  parent: optional(string),
  color: optional(string),
  icon: optional(string),
});
export interface CategoryPatch {
  readonly name?: string;
  readonly parent?: string | null;
  readonly before?: string | null;
  readonly color?: string | null;
  readonly icon?: string | null;
  readonly description?: string;
}
export interface NewCategory {
  readonly name: string;
  readonly parent?: string;
  readonly color?: string;
  readonly icon?: string;
  readonly description?: string;
}

export const tag = object({
  id: string,
  name: string,
  color: optional(string),
  description: withDefault(string, ''),
  documents: number,
});
export type Tag = Decoded<typeof tag>;

export const savedSearch = object({
  id: string,
  name: string,
  query: string,
  icon: optional(string),
  color: optional(string),
});
export type SavedSearch = Decoded<typeof savedSearch>;
export interface NewSavedSearch {
  readonly name: string;
  readonly query: string;
  readonly icon?: string;
  readonly color?: string;
}

export interface SearchSort {
  readonly key: SortKey;
  readonly order: SortOrder;
}
const matchRange = object({ start: number, end: number });
export type MatchRange = Decoded<typeof matchRange>;
export const snippet = object({ text: string, matches: list(matchRange), line: number });
export type Snippet = Decoded<typeof snippet>;
export const searchHit = object({
  document: documentSummary,
  version: optional(version),
  titleMatches: list(matchRange),
  snippets: list(snippet),
  score: number,
});
export type SearchHit = Decoded<typeof searchHit>;
export const explanation = object({
  lines: list(string),
  canonical: string,
  scope: oneOf('documents', 'history'),
});
export type Explanation = Decoded<typeof explanation>;
export const searchResults = object({
  hits: list(searchHit),
  total: number,
  totalIsExact: boolean,
  next: optional(string),
  explanation,
  substringsComplete: boolean,
});
export type SearchResults = Decoded<typeof searchResults>;

export const libraryCounts = object({
  documents: number,
  inbox: number,
  favorites: number,
  templates: number,
  conflicts: number,
  trash: number,
  categories: number,
  tags: number,
  attachments: number,
  outbox: number,
  proposals: number,
});
export type LibraryCounts = Decoded<typeof libraryCounts>;
export const libraryInfo = object({ id: string, name: string, path: string, createdAt: string });
export const about = object({ name: string, version: string, library: libraryInfo });
export type About = Decoded<typeof about>;

export const settings = object({
  theme: oneOf('light', 'dark', 'auto'),
  language: oneOf('en', 'zh', 'ja'),
  welcome: boolean,
  appearance: object({
    density: oneOf('compact', 'comfortable'),
    scale: number,
    reduceMotion: boolean,
  }),
  keyboard: object({ bindings: list(object({ action: string, keys: list(string) })) }),
  editor: object({
    fontSize: number,
    fontFamily: oneOf('mono', 'sans', 'serif'),
    lineHeight: number,
    measure: number,
    tabSize: number,
    wordWrap: boolean,
    lineNumbers: boolean,
    syntaxHighlighting: boolean,
    autoComplete: boolean,
    vimMode: boolean,
    spellCheck: withDefault(boolean, true),
    alignTables: withDefault(boolean, true),
    snippetMenu: withDefault(boolean, true),
    typewriter: withDefault(boolean, false),
    invisibles: withDefault(boolean, false),
    keyBindings: string,
  }),
  render: object({
    defaultFormat: oneOf('html', 'pdf', 'markdown'),
    autoSave: boolean,
    autoSaveInterval: number,
    includeToc: boolean,
    includeStyles: boolean,
    theme: string,
  }),
  history: object({ trashDays: number, auditDays: number, autosaveDays: number }),
  notifications: object({ jobs: boolean, conflicts: boolean, updates: boolean }),
});
export type Settings = Decoded<typeof settings>;
/** A part of the settings; what is absent stays. */
export type SettingsPatch = {
  readonly [K in keyof Settings]?: Settings[K] extends object ? Partial<Settings[K]> : Settings[K];
};

export const jobState = oneOf(
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
  'interrupted',
);
export type JobState = Decoded<typeof jobState>;
export const jobProgress = object({ done: number, total: optional(number), current: string });
export const job = object({
  id: string,
  kind: string,
  state: jobState,
  progress: jobProgress,
  title: string,
  result: unknown,
  error: optional(string),
  createdAt: string,
  finishedAt: optional(string),
  resumable: boolean,
});
export type Job = Decoded<typeof job>;

export const attachment = object({
  id: string,
  fileName: string,
  mediaType: string,
  bytes: number,
  hash: string,
  createdAt: string,
  documents: number,
});
export type Attachment = Decoded<typeof attachment>;

const cause = object({ batch: string, command: string, client: optional(string) });
/** A hint that something changed. Who missed some re-reads and is right. */
export const event = tagged('event', {
  documents: { ids: list(string), text: boolean, cause },
  categories: { cause },
  tags: { cause },
  attachments: { cause },
  savedSearches: { cause },
  settings: { cause },
  keys: { cause },
  proposals: { cause },
  job: { id: string, state: jobState, progress: jobProgress },
  elsewhere: {},
});
export type BackendEvent = Decoded<typeof event>;
