import type { Backend, CategoryNode, LibraryCounts, SavedSearch, Tag } from '~/backend';
import { recall, remember } from '~/lib/storage';

import type { ScopeNames } from './list-filter';
import { tagRows } from './tag-tree';

/** Tags listed before "Show all". */
const TOP_TAGS = 12;

function recallExpanded(): Set<string> {
  const saved = recall('expanded');
  return new Set(Array.isArray(saved) ? saved.filter((id) => typeof id === 'string') : []);
}

export interface CategoryRow {
  readonly node: CategoryNode;
  /** From 1. */
  readonly level: number;
  readonly hasChildren: boolean;
}

/** What the sidebar counts and lists. It is read again whenever an event says so. */
export class SidebarState {
  counts = $state.raw<LibraryCounts | null>(null);
  categories = $state.raw<readonly CategoryNode[]>([]);
  tags = $state.raw<readonly Tag[]>([]);
  savedSearches = $state.raw<readonly SavedSearch[]>([]);
  allTags = $state(false);
  #expanded = $state.raw<ReadonlySet<string>>(recallExpanded());
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  readonly tagsByName = $derived(new Map(this.tags.map((tag) => [tag.name, tag])));
  readonly categoriesById = $derived(new Map(this.categories.map((node) => [node.id, node])));

  /** What lists are called in a query. */
  readonly names: ScopeNames = {
    categoryPath: (id) => {
      const path = this.pathOf(id).map(({ name }) => name);
      return path.length === 0 ? undefined : path.join('/');
    },
    tagName: (id) => this.tags.find((tag) => tag.id === id)?.name,
    savedQuery: (id) => this.savedSearches.find((search) => search.id === id)?.query,
  };

  /** What a category is called, where there is one. */
  categoryName(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.categoriesById.get(id)?.name;
  }
  readonly #tagsByUse = $derived(
    this.tags.filter((tag) => tag.documents > 0).sort((a, b) => b.documents - a.documents),
  );
  /** The rows of the tree of tags: the most used, or all. */
  readonly tagRows = $derived(
    tagRows(this.allTags ? this.#tagsByUse : this.#tagsByUse.slice(0, TOP_TAGS), (path) =>
      this.#expanded.has(`#${path}`),
    ),
  );
  readonly hasMoreTags = $derived(this.#tagsByUse.length > TOP_TAGS);
  readonly tagCount = $derived(this.#tagsByUse.length);

  /** The rows of the tree that are not hidden in a closed category. */
  readonly categoryRows = $derived.by<readonly CategoryRow[]>(() => {
    const levels = new Map<string, number>();
    const parents = new Set(this.categories.map((node) => node.parent));
    const rows: CategoryRow[] = [];
    for (const node of this.categories) {
      const above = node.parent === undefined ? 0 : levels.get(node.parent);
      if (above === undefined) continue;
      rows.push({ node, level: above + 1, hasChildren: parents.has(node.id) });
      if (this.#expanded.has(node.id)) levels.set(node.id, above + 1);
    }
    return rows;
  });

  isExpanded(id: string): boolean {
    return this.#expanded.has(id);
  }

  setExpanded(id: string, expanded: boolean): void {
    const next = new Set(this.#expanded);
    if (expanded) next.add(id);
    else next.delete(id);
    this.#expanded = next;
    remember('expanded', [...next]);
  }

  /** The names from the top to a category, for breadcrumbs and pickers. */
  pathOf(id: string | undefined): readonly CategoryNode[] {
    const path: CategoryNode[] = [];
    let node = id === undefined ? undefined : this.categoriesById.get(id);
    while (node && !path.includes(node)) {
      path.unshift(node);
      node = node.parent === undefined ? undefined : this.categoriesById.get(node.parent);
    }
    return path;
  }

  async load(): Promise<void> {
    await Promise.all([
      this.loadCounts(),
      this.loadCategories(),
      this.loadTags(),
      this.loadSavedSearches(),
    ]);
  }
  async loadCounts(): Promise<void> {
    this.counts = await this.#backend.call('library.counts', {});
  }
  async loadCategories(): Promise<void> {
    this.categories = (await this.#backend.call('category.list', {})).items;
  }
  async loadTags(): Promise<void> {
    this.tags = (await this.#backend.call('tag.list', {})).items;
  }
  async loadSavedSearches(): Promise<void> {
    this.savedSearches = (await this.#backend.call('savedSearch.list', {})).items;
  }
}
