import type { DocumentSummary } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';
import { presentError } from './failure';
import { Loadable } from './loadable.svelte';

/** The templates of the library, and what can be done with one. */
export class TemplatesState {
  readonly templates: Loadable<readonly DocumentSummary[]>;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.templates = new Loadable(async () => (await app.backend.call('template.list', {})).items);
  }

  /** What a document made from it now would hold. */
  async preview(id: string): Promise<string> {
    return (await this.#app.backend.call('template.render', { template: id })).text;
  }

  /** Writes the filled template at the caret of the open document. */
  async insert(template: DocumentSummary): Promise<void> {
    const { session, router, library } = this.#app;
    const open = session.current;
    if (!open) return;
    await this.#attempt(async () => {
      session.insertWanted = await library.fill(template.id, open.summary.title);
      router.go({ name: 'document', id: open.id });
    });
  }

  /** Makes a template with the text of the open document, which stays as it is. */
  async saveCurrent(): Promise<void> {
    const { backend, session, library } = this.#app;
    const open = session.current;
    if (!open) return;
    await this.#attempt(async () => {
      const { title } = open.summary;
      const request = { title, text: open.text(), template: true };
      const { batch } = await backend.call('document.create', request);
      library.offerUndo(t('templates.saved', { title }), batch);
    });
    await this.templates.load();
  }

  /** Takes the mark away; the document stays in the library. */
  async unmark(template: DocumentSummary): Promise<void> {
    const patch = { template: false };
    await this.#app.library.update([template.id], patch, t('done.notTemplate'));
    await this.templates.load();
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
