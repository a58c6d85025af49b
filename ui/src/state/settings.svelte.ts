import type { Backend, Settings, SettingsPatch } from '~/backend';
import { i18n } from '~/lib/i18n/index.svelte';
import { remember } from '~/lib/storage';

import { presentError } from './failure';
import type { Notices } from './notices.svelte';

/** The library's settings. A change shows at once and is taken back if it cannot be stored. */
export class SettingsState {
  #current = $state.raw<Settings | null>(null);
  readonly #backend: Backend;
  readonly #notices: Notices;

  constructor(backend: Backend, notices: Notices) {
    this.#backend = backend;
    this.#notices = notices;
  }

  /** The settings; before they are loaded nothing that needs them is shown. */
  get current(): Settings {
    if (!this.#current) throw new Error('invariant: the settings are loaded before the window');
    return this.#current;
  }

  async load(): Promise<void> {
    this.#current = await this.#backend.call('settings.get', {});
    await this.#apply();
  }

  async set(patch: SettingsPatch): Promise<void> {
    const before = this.current;
    const { editor, render, history, notifications, ...plain } = patch;
    this.#current = {
      ...before,
      ...plain,
      editor: { ...before.editor, ...editor },
      render: { ...before.render, ...render },
      history: { ...before.history, ...history },
      notifications: { ...before.notifications, ...notifications },
    };
    await this.#apply();
    try {
      this.#current = await this.#backend.call('settings.set', { patch });
    } catch (error) {
      this.#current = before;
      this.#notices.say(presentError(error).title, { tone: 'error' });
    }
    await this.#apply();
  }

  /** Follows the system's light and dark until the returned function is called. */
  followSystem(): () => void {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => this.#applyTheme();
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }

  async #apply(): Promise<void> {
    const { theme, language, editor } = this.current;
    this.#applyTheme();
    document.documentElement.style.setProperty('--editor-font-size', `${editor.fontSize}px`);
    remember('appearance', { theme, language });
    await i18n.use(language);
  }

  #applyTheme(): void {
    if (!this.#current) return;
    const { theme } = this.#current;
    const dark =
      theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }
}
