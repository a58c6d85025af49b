import type { CategoryPatch, NewCategory, NewSavedSearch, SavedSearch, Tag } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';
import type { Undone } from '~/lib/undo.svelte';

import type { App } from './app.svelte';

/** What is undone by itself is undone or fails. */
const ONE: Undone = { count: 1, refused: [] };

/** Categories, tags and saved searches as a person makes and changes them: at once, with undo. */
export class Taxonomy {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async createCategory(from: NewCategory): Promise<void> {
    const { library, sidebar, backend, router } = this.#app;
    await library.attempt(async () => {
      const { category, batch } = await backend.call('category.create', from);
      if (from.parent !== undefined) sidebar.setExpanded(from.parent, true);
      await sidebar.loadCategories();
      router.go({ name: 'category', id: category.id });
      library.offerUndo(t('done.categoryCreated', { name: category.name }), batch);
    });
  }

  /** Makes a category at the top and says nothing: what follows does. */
  async makeCategory(name: string, color: string): Promise<string | null> {
    const { library, sidebar, backend } = this.#app;
    let id: string | null = null;
    await library.attempt(async () => {
      const { category } = await backend.call('category.create', { name, color });
      await sidebar.loadCategories();
      id = category.id;
    });
    return id;
  }

  async updateCategory(id: string, patch: CategoryPatch): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const { batch, category } = await backend.call('category.update', { id, patch });
      await sidebar.loadCategories();
      library.offerUndo(t('done.categoryUpdated', { name: category.name }), batch);
    });
  }

  /** Puts a category into another (`null`: to the top), before one of those there or behind them. */
  async moveCategory(
    id: string,
    to: { readonly parent: string | null; readonly before: string | null },
  ): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const { batch, category } = await backend.call('category.update', { id, patch: to });
      if (to.parent !== null) sidebar.setExpanded(to.parent, true);
      await sidebar.loadCategories();
      const parent = sidebar.categoryName(to.parent ?? undefined);
      const message =
        parent === undefined
          ? t('done.categoryMoved', { name: category.name })
          : t('done.categoryMovedInto', { name: category.name, parent });
      library.offerUndo(message, batch);
    });
  }

  async deleteCategory(id: string, name: string): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const { batch } = await backend.call('category.delete', { id });
      await sidebar.loadCategories();
      this.#leave('category', id);
      library.offerUndo(t('done.categoryDeleted', { name }), batch);
    });
  }

  async saveSearch(search: NewSavedSearch): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const { id, name } = await backend.call('savedSearch.create', search);
      await sidebar.loadSavedSearches();
      library.offerUndoBy(t('done.searchSaved', { name }), async () => {
        await backend.call('savedSearch.delete', { id });
        this.#leave('savedSearch', id);
        return ONE;
      });
    });
  }

  async updateSavedSearch(before: SavedSearch, search: NewSavedSearch): Promise<void> {
    const { library, sidebar, backend, documents } = this.#app;
    await library.attempt(async () => {
      const { id } = before;
      await backend.call('savedSearch.update', { id, search });
      await sidebar.loadSavedSearches();
      const { scope } = documents;
      if (scope.kind === 'savedSearch' && scope.id === id) await documents.refresh();
      library.offerUndoBy(t('done.searchUpdated', { name: search.name }), async () => {
        const { name, query, icon, color } = before;
        const was = { name, query, ...(icon && { icon }), ...(color && { color }) };
        await backend.call('savedSearch.update', { id, search: was });
        return ONE;
      });
    });
  }

  async deleteSavedSearch(id: string, name: string): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const { batch } = await backend.call('savedSearch.delete', { id });
      await sidebar.loadSavedSearches();
      this.#leave('savedSearch', id);
      library.offerUndo(t('done.searchDeleted', { name }), batch);
    });
  }

  async colorTag(tag: Tag, color: string | null): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      await backend.call('tag.update', { id: tag.id, patch: { color } });
      await sidebar.loadTags();
      library.offerUndoBy(t('done.tagColored', { name: tag.name }), async () => {
        await backend.call('tag.update', { id: tag.id, patch: { color: tag.color ?? null } });
        return ONE;
      });
    });
  }

  /** Renames a tag on every document; where the name is taken, the two become one. */
  async renameTag(tag: Tag, name: string): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const renamed = await backend.call('tag.rename', { id: tag.id, name });
      await sidebar.loadTags();
      this.#follow(tag.id, renamed.tag.id);
      library.offerUndo(
        t('done.tagRenamed', { name: renamed.tag.name, n: renamed.documents }),
        renamed.batch,
      );
    });
  }

  async mergeTag(tag: Tag, into: Tag): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const merged = await backend.call('tag.merge', { from: [tag.id], into: into.id });
      await sidebar.loadTags();
      this.#follow(tag.id, into.id);
      library.offerUndo(
        t('done.tagMerged', { name: tag.name, into: into.name, n: merged.documents }),
        merged.batch,
      );
    });
  }

  async deleteTag(tag: Tag): Promise<void> {
    const { library, sidebar, backend } = this.#app;
    await library.attempt(async () => {
      const { batch } = await backend.call('tag.delete', { id: tag.id });
      await sidebar.loadTags();
      this.#leave('tag', tag.id);
      library.offerUndo(t('done.tagDeleted', { name: tag.name }), batch);
    });
  }

  /** What the list shows is gone: shows all documents instead. */
  #leave(kind: 'category' | 'tag' | 'savedSearch', id: string): void {
    const { documents, router } = this.#app;
    const { scope } = documents;
    if (scope.kind === kind && scope.id === id) router.go({ name: 'list', list: 'all' });
  }

  /** The tag that the list shows has become another one. */
  #follow(from: string, to: string): void {
    const { documents, router } = this.#app;
    const { scope } = documents;
    if (scope.kind === 'tag' && scope.id === from && from !== to)
      router.go({ name: 'tag', id: to });
  }
}
