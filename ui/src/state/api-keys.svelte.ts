import type { ApiKey, NewApiKey } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';
import { presentError, type Failure } from './failure';
import { Loadable } from './loadable.svelte';

/** The keys that scripts carry. A secret is here from the moment it was made until it is put away. */
export class ApiKeysState {
  readonly keys: Loadable<readonly ApiKey[]>;
  /** The key just made, with its secret. */
  made = $state.raw<{ readonly key: ApiKey; readonly secret: string } | null>(null);
  /** Why the last one could not be made. */
  failure = $state.raw<Failure | null>(null);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.keys = new Loadable(async () => (await app.backend.call('key.list', {})).items);
  }

  /** Says whether it was made. */
  async create(key: NewApiKey): Promise<boolean> {
    this.failure = null;
    try {
      this.made = await this.#app.backend.call('key.create', key);
      await this.keys.load();
      return true;
    } catch (error) {
      this.failure = presentError(error);
      return false;
    }
  }

  putAway(): void {
    this.made = null;
  }

  /** Makes a key useless at once; whoever calls this has asked. */
  async revoke(key: ApiKey): Promise<void> {
    try {
      await this.#app.backend.call('key.revoke', { id: key.id });
      this.#app.notices.say(t('keys.revoked', { name: key.name }));
    } catch (error) {
      const { title, hint } = presentError(error);
      this.#app.notices.say(title, { tone: 'error', detail: hint });
    }
    await this.keys.load();
  }
}
