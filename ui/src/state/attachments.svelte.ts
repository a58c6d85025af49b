import type { Attachment, AttachmentListing, DocumentRef } from '~/backend';
import { fileNameOf } from '~/lib/drop';
import { t } from '~/lib/i18n/index.svelte';
import type { Refusal } from '~/lib/undo.svelte';

import type { App } from './app.svelte';
import { presentError, type Failure } from './failure';

const PAGE = 100;

/** The attachments of the library, read page by page as they are scrolled. */
export class AttachmentsState {
  listing = $state<AttachmentListing>('newest');
  items = $state.raw<readonly Attachment[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<Failure | null>(null);
  /** How many files are still on their way in. */
  sending = $state(0);

  #next = $state.raw<string | undefined>(undefined);
  #sequence = 0;
  #loadingMore = false;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  async show(listing: AttachmentListing): Promise<void> {
    this.listing = listing;
    await this.load();
  }

  async load(): Promise<void> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.phase = 'loading';
    this.failure = null;
    try {
      const page = await this.#page();
      if (sequence !== this.#sequence) return;
      this.items = page.items;
      this.#next = page.next;
      this.phase = 'ready';
    } catch (error) {
      if (sequence !== this.#sequence) return;
      this.failure = presentError(error);
      this.phase = 'failed';
    }
  }

  async loadMore(): Promise<void> {
    if (this.#next === undefined || this.#loadingMore) return;
    this.#loadingMore = true;
    const sequence = this.#sequence;
    try {
      const page = await this.#page(this.#next);
      if (sequence !== this.#sequence) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.next;
    } catch {
      // The attachment that the page starts after is gone: the list has changed, so it is read anew.
      if (sequence === this.#sequence) await this.load();
    } finally {
      this.#loadingMore = false;
    }
  }

  async users(id: string): Promise<readonly DocumentRef[]> {
    return (await this.#app.backend.call('attachment.users', { id })).items;
  }

  /** Takes files into the library; they belong to no document yet. */
  async add(files: readonly File[]): Promise<void> {
    const { backend } = this.#app;
    await this.#take(
      files,
      ({ name }) => name,
      (file) => backend.attach(null, file),
    );
  }

  /** Takes files of this computer into the library. */
  async addPaths(paths: readonly string[]): Promise<void> {
    const { backend } = this.#app;
    await this.#take(paths, fileNameOf, (path) => backend.call('attachment.add', { path }));
  }

  /** Takes one after the other; what cannot be taken is named, with the reason. */
  async #take<From>(
    all: readonly From[],
    nameOf: (from: From) => string,
    take: (from: From) => Promise<unknown>,
  ): Promise<void> {
    this.sending += all.length;
    const refused: Refusal[] = [];
    for (const one of all) {
      try {
        await take(one);
      } catch (error) {
        const { title, hint } = presentError(error);
        refused.push({
          name: nameOf(one),
          reason: hint === undefined ? title : `${title} ${hint}`,
        });
      } finally {
        this.sending -= 1;
      }
    }
    const added = all.length - refused.length;
    if (added > 0) this.#app.notices.say(t('attachments.added', { n: added }));
    if (refused.length > 0) {
      this.#app.library.sayRefused(t('attachments.notAdded', { n: refused.length }), refused);
    }
    await this.load();
  }

  /** Gives an attachment to the open document and writes it at the caret. */
  async insert(attachment: Attachment): Promise<void> {
    const { backend, session, notices, router } = this.#app;
    const open = session.current;
    if (!open) return;
    try {
      const { reference } = await backend.call('attachment.use', {
        id: attachment.id,
        document: open.id,
      });
      const picture = attachment.mediaType.startsWith('image/') ? '!' : '';
      const address = reference.replace(/[\s()<>]/g, (sign) => encodeURIComponent(sign));
      session.insertWanted = { text: `${picture}[${reference}](${address})\n` };
      router.go({ name: 'document', id: open.id });
    } catch (error) {
      const { title, hint } = presentError(error);
      notices.say(title, { tone: 'error', detail: hint });
    }
  }

  /** Deletes one that no document uses, for ever; whoever calls this has asked. */
  async remove(attachment: Attachment): Promise<void> {
    const { backend, notices } = this.#app;
    try {
      await backend.call('attachment.delete', { ids: [attachment.id] });
      this.items = this.items.filter(({ id }) => id !== attachment.id);
      notices.say(t('attachments.deleted', { name: attachment.fileName }));
    } catch (error) {
      const { title, hint } = presentError(error);
      notices.say(title, { tone: 'error', detail: hint });
      await this.load();
    }
  }

  #page(cursor?: string) {
    const query = { listing: this.listing, limit: PAGE };
    const request = cursor === undefined ? query : { ...query, cursor };
    return this.#app.backend.call('attachment.browse', request);
  }
}
