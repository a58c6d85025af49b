import type { DocumentPatch, DocumentSummary } from '~/backend';
import { sliceCharacters } from '~/lib/characters';
import { t } from '~/lib/i18n/index.svelte';
import type { Route } from '~/lib/routes';
import type { Refusal, Undone, UndoStep } from '~/lib/undo.svelte';

import type { App } from './app.svelte';
import { presentError } from './failure';

/** So many things are named in a message; the rest are counted. */
const MOST_NAMED = 5;

/** The text of a template, and where in it the caret goes, as the editor counts. */
interface Filled {
  readonly text: string;
  readonly caret: number | undefined;
}

/** What a person does to documents: done at once, said in a toast, undone by it. */
export class Library {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Makes a document where the person is: in the open category, else in the inbox. */
  async newDocument(from?: { readonly title?: string; readonly template?: string }): Promise<void> {
    const { documents, router, session, layout } = this.#app;
    await this.attempt(async () => {
      const { scope } = documents;
      const caret =
        from?.template === undefined ? 0 : ((await this.fill(from.template)).caret ?? 0);
      const fields = {
        ...(from?.title === undefined ? {} : { title: from.title, text: `# ${from.title}\n\n` }),
        ...(from?.template === undefined ? {} : { from: from.template }),
        ...(scope.kind === 'category' ? { category: scope.id } : {}),
      };
      const document = await session.create(fields, caret);
      router.go({ name: 'document', id: document.id });
      if (layout.mode === 'preview') layout.setMode('split');
      await documents.refresh();
      documents.select(document.id);
    });
  }

  /** Makes an empty template and opens it. */
  async newTemplate(): Promise<void> {
    await this.attempt(async () => {
      const text = '# {{title}}\n\n{{cursor}}\n';
      const document = await this.#app.session.create({
        title: t('templates.newTitle'),
        text,
        template: true,
      });
      this.#app.router.go({ name: 'document', id: document.id });
      await this.#app.documents.refresh();
    });
  }

  /** Fills the variables of a template for a document. */
  async fill(template: string, title?: string): Promise<Filled> {
    const request = title === undefined ? { template } : { template, title };
    const { text, cursor } = await this.#app.backend.call('template.render', request);
    const caret = cursor === undefined ? undefined : sliceCharacters(text, 0, cursor).length;
    return { text, caret };
  }

  /** Makes a document with a text that already exists elsewhere, such as in a version. */
  async newDocumentFromText(title: string, text: string): Promise<void> {
    await this.attempt(async () => {
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

  openInNewTab(id: string): void {
    const { documents, tabs } = this.#app;
    const listed = documents.items.find((item) => item.id === id);
    tabs.add(id, listed?.title ?? '');
    if (listed) documents.select(id);
    this.openDocument(id);
  }

  /** Closes a tab and shows the one beside it; without any, no document. */
  closeTab(id: string): void {
    const { tabs, router, session } = this.#app;
    const before = tabs.active;
    const next = tabs.close(id);
    this.#app.keepTabs();
    if (next === before) return;
    if (next !== null) {
      router.go({ name: 'document', id: next });
      return;
    }
    router.go({ name: 'list', list: 'all' });
    void session.clear();
  }

  /** Shows a document in the list of its category, or in the inbox. */
  async reveal(id: string, category: string | undefined): Promise<void> {
    const { documents, router, layout } = this.#app;
    layout.showList();
    this.#app.searching = false;
    if (documents.items.some((item) => item.id === id)) {
      documents.select(id);
      return;
    }
    const route: Route =
      category === undefined ? { name: 'list', list: 'inbox' } : { name: 'category', id: category };
    router.go(route);
    await this.#app.follow(route);
    await documents.reveal(id);
  }

  async duplicate(id: string): Promise<void> {
    await this.attempt(async () => {
      const { document } = await this.#app.backend.call('document.duplicate', { id });
      this.openDocument(document.id);
    });
  }

  async update(
    ids: readonly string[],
    patch: DocumentPatch,
    message: string | null,
  ): Promise<void> {
    await this.attempt(async () => {
      const result = await this.#app.backend.call('document.update', { ids, patch });
      for (const summary of result.documents) this.#replace(summary);
      if (message !== null) this.offerUndo(message, result.batch);
    });
  }

  /** Puts documents into a category; `null` is the inbox. */
  async move(ids: readonly string[], category: string | null, name: string): Promise<void> {
    const [only] = ids;
    const message =
      ids.length === 1
        ? t('done.moved', { title: this.#titleOf(only ?? ''), name })
        : t('done.movedMany', { n: ids.length, name });
    await this.update(ids, { category }, message);
  }

  async addTag(ids: readonly string[], name: string): Promise<void> {
    await this.update(ids, { addTags: [name] }, t('done.tagAdded', { name }));
  }

  async rename(document: DocumentSummary, title: string): Promise<void> {
    const name = title.trim();
    if (name === '' || name === document.title) return;
    await this.attempt(async () => {
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
      this.offerUndo(message, result.batch);
      await this.#app.session.current?.reread();
    });
  }

  async trash(targets: readonly DocumentSummary[]): Promise<void> {
    const [first] = targets;
    if (!first) return;
    const ids = targets.map(({ id }) => id);
    await this.attempt(async () => {
      const { session, documents, router, tabs } = this.#app;
      if (session.current && ids.includes(session.current.id)) await session.clear();
      const { batch } = await this.#app.backend.call('document.trash', { ids });
      const next = documents.remove(ids);
      const { route } = router;
      if (route.name === 'document' && ids.includes(route.id) && next !== null) {
        // The next one takes the place of the one that went, in its tab as well.
        tabs.drop(ids.filter((id) => id !== route.id));
        router.replace({ name: 'document', id: next });
      } else {
        tabs.drop(ids);
        if (route.name === 'document' && ids.includes(route.id)) {
          router.replace({ name: 'list', list: 'all' });
        }
      }
      const message =
        targets.length === 1
          ? t('done.trashed', { title: first.title })
          : t('done.trashedMany', { n: targets.length });
      this.offerUndo(message, batch);
    });
  }

  async restore(targets: readonly DocumentSummary[]): Promise<void> {
    const [first] = targets;
    if (!first) return;
    const ids = targets.map(({ id }) => id);
    await this.attempt(async () => {
      const { batch } = await this.#app.backend.call('document.restore', { ids });
      this.#app.documents.remove(ids);
      const message =
        targets.length === 1
          ? t('done.restored', { title: first.title })
          : t('done.restoredMany', { n: targets.length });
      this.offerUndo(message, batch);
    });
  }

  /** Deletes for ever; whoever calls this has asked. */
  async purge(ids: readonly string[]): Promise<void> {
    await this.attempt(async () => {
      const { session, documents } = this.#app;
      if (session.current && ids.includes(session.current.id)) await session.clear();
      const { count } = await this.#app.backend.call('document.purge', { ids });
      documents.remove(ids);
      this.#app.notices.say(t('done.purged', { n: count }));
    });
  }

  async emptyTrash(): Promise<void> {
    await this.attempt(async () => {
      if (this.#app.session.current?.summary.trashedAt) await this.#app.session.clear();
      const { count } = await this.#app.backend.call('trash.empty', {});
      this.#app.notices.say(t('done.purged', { n: count }));
      await this.#app.documents.refresh();
    });
  }

  /** Undoes the newest step, or the one given, and says what of it could not be undone. */
  async undo(step?: UndoStep): Promise<void> {
    await this.attempt(async () => {
      const found = await this.#app.undo.undo(step);
      if (!found) return;
      const { notices } = this.#app;
      const { count, refused } = found.undone;
      const what = found.step.label;
      notices.dismissStep(found.step);
      if (refused.length === 0) notices.say(t('done.undone', { what }));
      else
        this.sayRefused(t(count > 0 ? 'done.undonePartly' : 'done.notUndone', { what }), refused);
    });
  }

  /** Takes back what was done together, batch by batch. */
  async revert(batches: readonly string[]): Promise<Undone> {
    let count = 0;
    const refused: Refusal[] = [];
    for (const batch of batches) {
      const result = await this.#app.backend.call('activity.revert', { batch });
      count += result.reverted;
      refused.push(...result.refused.map(({ object, reason }) => ({ name: object.name, reason })));
    }
    return { count, refused };
  }

  /** Says of many things done at once which were not done, and why. */
  sayRefused(message: string, refused: readonly Refusal[]): void {
    const lines = refused.slice(0, MOST_NAMED).map(({ name, reason }) => `${name}: ${reason}`);
    const left = refused.length - lines.length;
    if (left > 0) lines.push(t('done.andMore', { n: left }));
    this.#app.notices.say(message, { tone: 'error', detail: lines.join('\n') });
  }

  /** Says what was done and offers to take it back. */
  offerUndo(message: string, batch: string | undefined): void {
    if (batch === undefined) this.#app.notices.say(message);
    else this.offerUndoBy(message, () => this.revert([batch]));
  }

  /** Says what was done and offers to take it back in a way of its own. */
  offerUndoBy(message: string, takeBack: () => Promise<Undone>): void {
    const step: UndoStep = {
      label: message,
      undo: async () => {
        const undone = await takeBack();
        await Promise.all([this.#app.documents.refresh(), this.#app.sidebar.load()]);
        await this.#app.session.current?.reread();
        return undone;
      },
    };
    this.#app.notices.say(message, { step });
  }

  /** Runs a piece of work; says why when it fails. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { title, hint } = presentError(error);
      this.#app.notices.say(title, { tone: 'error', detail: hint });
    }
  }

  #titleOf(id: string): string {
    const { documents, session } = this.#app;
    const found = documents.items.find((item) => item.id === id) ?? session.current?.summary;
    return found?.title ?? '';
  }

  #replace(summary: DocumentSummary): void {
    this.#app.documents.patch(summary);
    this.#app.tabs.rename(summary.id, summary.title);
    const { current } = this.#app.session;
    if (current?.id === summary.id) current.summary = summary;
  }
}
