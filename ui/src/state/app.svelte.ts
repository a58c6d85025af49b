import { createContext } from 'svelte';

import type { About, Backend, BackendEvent, CategoryNode, SavedSearch, Tag } from '~/backend';
import { Drag } from '~/lib/drag.svelte';
import { t } from '~/lib/i18n/index.svelte';
import { Router } from '~/lib/router.svelte';
import type { Route } from '~/lib/routes';
import { UndoStack } from '~/lib/undo.svelte';

import { DocumentList } from './documents.svelte';
import type { DragLoad } from './drag-load';
import { presentError, type Failure } from './failure';
import { JobsState } from './jobs.svelte';
import { LayoutState } from './layout.svelte';
import { Library } from './library.svelte';
import { Notices } from './notices.svelte';
import { BrowserStore, RecoveryJournal, type RecoveryStore } from './recovery';
import { scopeOf } from './scope-of';
import { SearchState } from './search.svelte';
import { Session } from './session.svelte';
import { SettingsState } from './settings.svelte';
import { SidebarState } from './sidebar.svelte';
import { Tabs } from './tabs.svelte';
import { Taxonomy } from './taxonomy';

const SETTLE_MS = 120;

/** What can lie above the window; one at a time. */
export type Overlay =
  | 'omnibox'
  | 'shortcuts'
  | 'rename'
  | 'tags'
  | 'move'
  | 'templates'
  | 'edit'
  | 'insertTemplate'
  | 'emptyTrash'
  | 'import'
  | 'signIn'
  | 'settings';

/** What the dialog for names, colours and icons is about. */
export type Edited =
  | { readonly kind: 'category'; readonly category: CategoryNode }
  | { readonly kind: 'category'; readonly category: null; readonly parent?: string | undefined }
  | { readonly kind: 'savedSearch'; readonly search: SavedSearch | null; readonly query: string }
  | { readonly kind: 'tag' | 'mergeTag'; readonly tag: Tag };

/** Files of a browser, or paths of this computer. */
export type Dropped = { readonly files: readonly File[] } | { readonly paths: readonly string[] };

/** Places on the screen that keys go to one after the other. */
export interface Stops {
  step(by: 1 | -1): void;
}

/** The parts of the interface's state, joined: addresses and events reach them from here. */
export class App {
  readonly backend: Backend;
  readonly router = new Router({ name: 'list', list: 'all' });
  readonly undo = new UndoStack();
  readonly notices = new Notices(this.undo);
  readonly layout = new LayoutState();
  readonly tabs = new Tabs();
  readonly settings: SettingsState;
  readonly sidebar: SidebarState;
  readonly documents: DocumentList;
  readonly session: Session;
  readonly search: SearchState;
  readonly jobs: JobsState;
  readonly library: Library;
  readonly taxonomy: Taxonomy;
  readonly drag = new Drag<DragLoad>({
    started: (label) => t('drag.started', { label }),
    cancelled: (label) => t('drag.cancelled', { label }),
  });

  about = $state.raw<About | null>(null);
  failure = $state.raw<Failure | null>(null);
  phase = $state<'starting' | 'ready' | 'failed'>('starting');
  /** Which overlay is open above the window, if any. */
  overlay = $state<Overlay | null>(null);
  /** The menu of all commands. */
  menuOpen = $state(false);
  edited = $state.raw<Edited | null>(null);
  /** What the import should look into at once. */
  dropped = $state.raw<Dropped | null>(null);
  /** What the omnibox starts with: a prefix chooses its mode. */
  omniboxText = $state('');
  /** What the list column shows. */
  searching = $state(false);
  searchFocusWanted = $state(false);
  /** What the screen has to step through, such as conflicts; `null` while it has nothing. */
  stops = $state.raw<Stops | null>(null);

  readonly #journal: RecoveryJournal;
  #stale = new Set<'documents' | 'categories' | 'tags' | 'savedSearches'>();
  #settling = false;
  #othersWrote = false;
  #conflictNotice = 0;

  constructor(backend: Backend, unsaved: RecoveryStore = new BrowserStore()) {
    this.backend = backend;
    this.#journal = new RecoveryJournal(unsaved, backend.client);
    this.settings = new SettingsState(backend, this.notices);
    this.sidebar = new SidebarState(backend);
    this.documents = new DocumentList(backend, this.sidebar.names);
    this.search = new SearchState(backend);
    this.jobs = new JobsState(backend);
    this.session = new Session(backend, this.#journal, this.notices, {
      saved: ({ document }) => {
        this.documents.patch(document);
        this.tabs.rename(document.id, document.title);
      },
      conflicted: ({ document, conflict }) => {
        this.notices.say(t('save.conflict', { title: document.title }), {
          tone: 'error',
          detail: t('save.conflict.detail'),
          action: {
            label: t('conflicts.resolve'),
            run: () => this.openConflict(document.id, conflict),
          },
        });
      },
      savesWhileTyping: () => this.settings.current.render.autoSave,
    });
    this.library = new Library(this);
    this.taxonomy = new Taxonomy(this);
  }

  /** Loads what the first frame needs, then listens until the returned function is called. */
  async start(): Promise<void> {
    this.phase = 'starting';
    try {
      await this.settings.load();
      const route = this.router.route;
      if (this.settings.current.welcome && this.router.startedWithout) {
        this.router.replace({ name: 'view', view: 'welcome' });
      }
      this.about = await this.backend.call('app.about', {});
      this.#takeUp(this.about.library.id);
      await this.session.recover();
      await Promise.all([
        this.sidebar.load(),
        this.documents.open(scopeOf(route) ?? { kind: 'all' }),
        this.jobs.load(),
      ]);
      this.phase = 'ready';
    } catch (error) {
      this.failure = presentError(error);
      this.phase = 'failed';
    }
  }

  listen(): () => void {
    const stops = [
      this.router.listen(),
      this.settings.followSystem(),
      this.backend.subscribe((event) => this.#hear(event)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Shows what an address names. Overlays keep what lies under them. */
  async follow(route: Route): Promise<void> {
    const scope = scopeOf(route);
    if (scope) {
      this.searching = false;
      await this.documents.open(scope);
      return;
    }
    if (route.name === 'search') {
      this.searching = true;
      if (route.query !== this.search.query) await this.search.run(route.query);
    } else if (route.name === 'document') {
      await this.#open(route.id, route.line);
    } else if (route.name === 'history' || route.name === 'conflict') {
      await this.#open(route.id);
    } else if (route.name === 'import' || route.name === 'settings') {
      this.show(route.name);
    }
  }

  /** Keeps what is open for the next start. */
  keepTabs(): void {
    this.tabs.keep((id) => this.session.placeOf(id));
  }

  openOmnibox(text = ''): void {
    this.omniboxText = text;
    this.overlay = 'omnibox';
  }

  openSearch(): void {
    this.layout.showList();
    this.searching = true;
    this.searchFocusWanted = true;
  }

  openConflict(id: string, conflict?: string): void {
    this.router.go(
      conflict === undefined ? { name: 'conflict', id } : { name: 'conflict', id, conflict },
    );
  }

  /** Offers to import what was dropped where nothing else takes it. */
  importDropped(dropped: Dropped): void {
    // Another dialog is not taken away from under the pointer.
    if (this.overlay !== null) return;
    this.dropped = dropped;
    this.overlay = 'import';
  }

  show(overlay: Overlay): void {
    this.overlay = overlay;
  }

  edit(edited: Edited): void {
    this.edited = edited;
    this.overlay = 'edit';
  }

  close(): void {
    this.overlay = null;
    const { name } = this.router.route;
    if (name === 'settings' || name === 'import')
      this.router.replace({ name: 'list', list: 'all' });
  }

  async #open(id: string, line?: number): Promise<void> {
    const listed = this.documents.items.find((item) => item.id === id);
    this.tabs.show(id, listed?.title ?? '');
    await this.session.open(id, line);
    const { current } = this.session;
    if (current?.id === id) this.tabs.rename(id, current.summary.title);
    this.keepTabs();
  }

  /** Goes on where this library was left, unless the address names something else. */
  #takeUp(library: string): void {
    this.#journal.library = library;
    const { places } = this.tabs.restore(library);
    for (const [id, place] of places) this.session.rememberPlace(id, place);
    const { route } = this.router;
    const { active } = this.tabs;
    if (route.name === 'list' && active !== null) {
      this.router.replace({ name: 'document', id: active });
    }
  }

  #hear(event: BackendEvent): void {
    switch (event.event) {
      case 'documents':
        this.#mark('documents');
        if (event.cause.client !== this.backend.client) {
          this.#othersWrote = true;
          const { current } = this.session;
          const touched = event.ids.length === 0 || (current && event.ids.includes(current.id));
          if (current && touched) void current.reread().catch(() => undefined);
        }
        break;
      case 'categories':
      case 'tags':
      case 'savedSearches':
        this.#mark(event.event);
        break;
      case 'settings':
        if (event.cause.client !== this.backend.client) void this.settings.load();
        break;
      case 'job':
        void this.jobs.heard(event.id, event.state, event.progress).catch(() => undefined);
        break;
      case 'elsewhere':
        this.#othersWrote = true;
        this.#mark('documents', 'categories', 'tags', 'savedSearches');
        void this.session.current?.reread().catch(() => undefined);
        break;
      case 'proposals':
        void this.sidebar.loadCounts().catch(() => undefined);
        break;
      case 'attachments':
      case 'keys':
        break;
    }
  }

  /** Events come in bursts; what they made stale is read again once. */
  #mark(...parts: ('documents' | 'categories' | 'tags' | 'savedSearches')[]): void {
    for (const part of parts) this.#stale.add(part);
    if (this.#settling) return;
    this.#settling = true;
    setTimeout(() => {
      this.#settling = false;
      void this.#settle();
    }, SETTLE_MS);
  }

  async #settle(): Promise<void> {
    const stale = this.#stale;
    this.#stale = new Set();
    const reads: Promise<void>[] = [];
    if (stale.has('documents')) reads.push(this.documents.refresh(), this.#count());
    if (stale.has('documents') || stale.has('categories'))
      reads.push(this.sidebar.loadCategories());
    if (stale.has('documents') || stale.has('tags')) reads.push(this.sidebar.loadTags());
    if (stale.has('savedSearches')) reads.push(this.sidebar.loadSavedSearches());
    // A hint that could not be followed is not an error: the next one is.
    await Promise.allSettled(reads);
  }

  /** Counts again; conflicts that others caused are told of, once and without a dialog. */
  async #count(): Promise<void> {
    const before = this.sidebar.counts?.conflicts ?? 0;
    const byOthers = this.#othersWrote;
    this.#othersWrote = false;
    await this.sidebar.loadCounts();
    const now = this.sidebar.counts?.conflicts ?? 0;
    if (!byOthers || now <= before || !this.settings.current.notifications.conflicts) return;
    // The newest count takes the place of the one before.
    this.notices.dismiss(this.#conflictNotice);
    const run = () => this.router.go({ name: 'view', view: 'conflicts' });
    const action = { label: t('conflicts.show'), run };
    this.#conflictNotice = this.notices.say(t('conflicts.arrived', { n: now }), { action });
  }
}

const [getApp, setApp] = createContext<App>();

/** The state of the window this component belongs to. */
export const useApp = getApp;
export const provideApp = setApp;
