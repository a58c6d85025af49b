import { mergeSettings, type Backend, type Settings, type SettingsPatch } from '~/backend';
import { i18n } from '~/lib/i18n/index.svelte';
import { remember } from '~/lib/storage';

import { presentError } from './failure';
import type { Notices } from './notices.svelte';

const FONTS = { mono: 'mono', sans: 'ui', serif: 'serif' } as const;

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
    this.#current = mergeSettings(before, patch);
    await this.#apply();
    try {
      this.#current = await this.#backend.call('settings.set', { patch });
    } catch (error) {
      this.#current = before;
      this.#notices.say(presentError(error).title, { tone: 'error' });
    }
    await this.#apply();
  }

  /** Puts groups back to how a new library has them. */
  async reset(groups: readonly (keyof Settings)[]): Promise<void> {
    try {
      for (const group of groups) {
        this.#current = await this.#backend.call('settings.reset', { group });
      }
    } catch (error) {
      this.#notices.say(presentError(error).title, { tone: 'error' });
    }
    await this.#apply();
  }

  /** The keys that a person chose, by action; before the settings are loaded there are none. */
  readonly chosenKeys: ReadonlyMap<string, readonly string[]> = $derived(
    new Map(this.#current?.keyboard.bindings.map(({ action, keys }) => [action, keys])),
  );

  /** Gives an action other keys; `null` gives it back its own. */
  async setKeys(action: string, keys: readonly string[] | null): Promise<void> {
    const others = this.current.keyboard.bindings.filter((one) => one.action !== action);
    const bindings = keys === null ? others : [...others, { action, keys }];
    await this.set({ keyboard: { bindings } });
  }

  /** Follows the system's light and dark until the returned function is called. */
  followSystem(): () => void {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => this.#applyTheme();
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }

  async #apply(): Promise<void> {
    const { theme, language, editor, appearance } = this.current;
    const { density, scale, reduceMotion } = appearance;
    const { style, dataset } = document.documentElement;
    this.#applyTheme();
    style.setProperty('--ui-scale', String(scale / 100));
    style.setProperty('--editor-font-size', `${editor.fontSize}px`);
    style.setProperty('--editor-font', `var(--font-${FONTS[editor.fontFamily]})`);
    style.setProperty('--editor-line-height', String(editor.lineHeight / 100));
    style.setProperty('--editor-measure', editor.measure === 0 ? '100%' : `${editor.measure}ch`);
    dataset['density'] = density;
    dataset['motion'] = reduceMotion ? 'reduced' : 'system';
    // What public/boot.js puts in place before the first paint.
    remember('appearance', { theme, language, density, scale, reduceMotion });
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
