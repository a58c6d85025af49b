import type { CategoryPatch, DocumentPatch, DocumentSummary } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';
import type { UndoStep } from '~/lib/undo.svelte';

import type { App } from './app.svelte';
import { presentError } from './failure';

/** What a person does to documents and categories: done at once, said in a toast, undone by it. */
export class Library {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Makes a document where the person is: in the open category, else in the inbox. */
  async newDocument(from?: { readonly title?: string; readonly template?: string }): Promise<void> {
    const { documents, router, session, layout } = this.#app;
    await this.#attempt(async () => {
      const { scope } = documents;
      const document = await session.create({
        ...(from?.title === undefined ? {} : { title: from.title, text: `# ${from.title}\n\n` }),
        ...(from?.template === undefined ? {} : { from: from.template }),
        ...(scope.kind === 'category' ? { category: scope.id } : {}),
      });
      router.go({ name: 'document', id: document.id });
      if (layout.mode === 'preview') layout.setMode('split');
      await documents.refresh();
      documents.select(document.id);
    });
  }

  /** Makes a document with a text that already exists elsewhere, such as in a version. */
  async newDocumentFromText(title: string, text: string): Promise<void> {
    await this.#attempt(async () => {
      const document = await this.#app.session.create({ title, text });
      this.#app.router.go({ name: 'document', id: document.id });
      await this.#app.documents.refresh();
    });
  }

  openDocument(id: string, line?: number): void {
    this.#app.router.go(
      line === undefined ? { name: 'document', id } : { name: 'document', id, line },
    );
  }

  async duplicate(id: string): Promise<void> {
    await this.#attempt(async () => {
      const { document } = await this.#app.backend.call('document.duplicate', { id });
      this.openDocument(document.id);
    });
  }

  async update(
    ids: readonly string[],
    patch: DocumentPatch,
    message: string | null,
  ): Promise<void> {
    await this.#attempt(async () => {
      const result = await this.#app.backend.call('document.update', { ids, patch });
      for (const summary of result.documents) this.#replace(summary);
      if (message !== null) this.#done(message, result.batch);
    });
  }

  async rename(document: DocumentSummary, title: string): Promise<void> {
    const name = title.trim();
    if (name === '' || name === document.title) return;
    await this.#attempt(async () => {
      await this.#app.session.current?.flush();
      const ids = [document.id];
      const links = 'rewrite';
      const result = await this.#app.backend.call('document.update', {
        ids,
        patch: { title: name },
        links,
      });
      for (const summary of result.documents) this.#replace(summary);
      const message =
        result.rewritten > 0
          ? t('done.renamedLinks', { title: name, n: result.rewritten })
          : t('done.renamed', { title: name });
      this.#done(message, result.batch);
      await this.#app.session.current?.reread();
    });
  }

  async trash(targets: readonly DocumentSummary[]): Promise<void> {
    const [first] = targets;
    if (!first) return;
    const ids = targets.map(({ id }) => id);
    await this.#attempt(async () => {
      const { session, documents, router } = this.#app;
      if (session.current && ids.includes(session.current.id)) await session.clear();
      const { batch } = await this.#app.backend.call('document.trash', { ids });
      const next = documents.remove(ids);
      const { route } = router;
      if (route.name === 'document' && ids.includes(route.id)) {
        if (next === null) router.replace({ name: 'list', list: 'all' });
        else router.replace({ name: 'document', id: next });
      }
      const message =
        targets.length === 1
          ? t('done.trashed', { title: first.title })
          : t('done.trashedMany', { n: targets.length });
      this.#done(message, batch);
    });
  }

  async restore(targets: readonly DocumentSummary[]): Promise<void> {
    const [first] = targets;
    if (!first) return;
    const ids = targets.map(({ id }) => id);
    await this.#attempt(async () => {
      const { batch } = await this.#app.backend.call('document.restore', { ids });
      this.#app.documents.remove(ids);
      const message =
        targets.length === 1
          ? t('done.restored', { title: first.title })
          : t('done.restoredMany', { n: targets.length });
      this.#done(message, batch);
    });
  }

  /** Deletes for ever; whoever calls this has asked. */
  async purge(ids: readonly string[]): Promise<void> {
    await this.#attempt(async () => {
      const { session, documents } = this.#app;
      if (session.current && ids.includes(session.current.id)) await session.clear();
      const { count } = await this.#app.backend.call('document.purge', { ids });
      documents.remove(ids);
      this.#app.notices.say(t('done.purged', { n: count }));
    });
  }

  async emptyTrash(): Promise<void> {
    await this.#attempt(async () => {
      if (this.#app.session.current?.summary.trashedAt) await this.#app.session.clear();
      const { count } = await this.#app.backend.call('trash.empty', {});
      this.#app.notices.say(t('done.purged', { n: count }));
      await this.#app.documents.refresh();
    });
  }

  async createCategory(name: string, parent: string | undefined, color: string): Promise<void> {
    await this.#attempt(async () => {
      const { sidebar, backend, router } = this.#app;
      const { category, batch } = await backend.call('category.create', {
        name,
        color,
        ...(parent === undefined ? {} : { parent }),
      });
      if (parent !== undefined) sidebar.setExpanded(parent, true);
      await sidebar.loadCategories();
      router.go({ name: 'category', id: category.id });
      this.#done(t('done.categoryCreated', { name }), batch);
    });
  }

  /** Makes a category at the top and says nothing: what follows does. */
  async makeCategory(name: string, color: string): Promise<string | null> {
    let id: string | null = null;
    await this.#attempt(async () => {
      const { category } = await this.#app.backend.call('category.create', { name, color });
      await this.#app.sidebar.loadCategories();
      id = category.id;
    });
    return id;
  }

  async updateCategory(id: string, patch: CategoryPatch): Promise<void> {
    await this.#attempt(async () => {
      const { batch, category } = await this.#app.backend.call('category.update', { id, patch });
      await this.#app.sidebar.loadCategories();
      this.#done(t('done.categoryUpdated', { name: category.name }), batch);
    });
  }

  async deleteCategory(id: string, name: string): Promise<void> {
    await this.#attempt(async () => {
      const { backend, sidebar, documents, router } = this.#app;
      const { batch } = await backend.call('category.delete', { id });
      await sidebar.loadCategories();
      if (documents.scope.kind === 'category' && documents.scope.id === id) {
        router.go({ name: 'list', list: 'all' });
      }
      this.#done(t('done.categoryDeleted', { name }), batch);
    });
  }

  async saveSearch(name: string, query: string): Promise<void> {
    await this.#attempt(async () => {
      await this.#app.backend.call('savedSearch.create', { name, query });
      await this.#app.sidebar.loadSavedSearches();
      this.#app.notices.say(t('done.searchSaved', { name }));
    });
  }

  async deleteSavedSearch(id: string, name: string): Promise<void> {
    await this.#attempt(async () => {
      const { backend, sidebar, documents, router } = this.#app;
      const { batch } = await backend.call('savedSearch.delete', { id });
      await sidebar.loadSavedSearches();
      if (documents.scope.kind === 'savedSearch' && documents.scope.id === id) {
        router.go({ name: 'list', list: 'all' });
      }
      this.#done(t('done.searchDeleted', { name }), batch);
    });
  }

  /** Undoes the newest step, or the one given. */
  async undo(step?: UndoStep): Promise<void> {
    await this.#attempt(async () => {
      const undone = await this.#app.undo.undo(step);
      if (!undone) return;
      this.#app.notices.dismissStep(undone);
      this.#app.notices.say(t('done.undone', { what: undone.label }));
    });
  }

  /** Says what was done and offers to take it back. */
  offerUndo(message: string, batch: string | undefined): void {
    this.#done(message, batch);
  }

  #done(message: string, batch: string | undefined): void {
    if (batch === undefined) {
      this.#app.notices.say(message);
      return;
    }
    const step: UndoStep = {
      label: message,
      undo: async () => {
        await this.#app.backend.call('activity.revert', { batch });
        await Promise.all([this.#app.documents.refresh(), this.#app.sidebar.load()]);
        await this.#app.session.current?.reread();
      },
    };
    this.#app.notices.say(message, { step });
  }

  #replace(summary: DocumentSummary): void {
    this.#app.documents.patch(summary);
    const { current } = this.#app.session;
    if (current?.id === summary.id) current.summary = summary;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { title, hint } = presentError(error);
      this.#app.notices.say(title, { tone: 'error', detail: hint });
    }
  }
}
