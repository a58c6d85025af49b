import en from './en';

export type MessageKey = keyof typeof en;
export interface PluralMessage {
  readonly one?: string;
  readonly other: string;
}
export type Catalog = Readonly<Record<MessageKey, string | PluralMessage>>;
export type Params = Readonly<Record<string, string | number>>;

export const LOCALES = ['en', 'zh', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

/** The names of the languages in themselves; they are never translated. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  zh: '简体中文',
  ja: '日本語',
};

const INTL_TAGS: Readonly<Record<Locale, string>> = { en: 'en-US', zh: 'zh-CN', ja: 'ja-JP' };

async function loadCatalog(locale: Locale): Promise<Catalog> {
  switch (locale) {
    case 'en':
      return en;
    case 'zh':
      return (await import('./zh')).default;
    case 'ja':
      return (await import('./ja')).default;
  }
}

class Translator {
  locale = $state<Locale>('en');
  #catalog = $state.raw<Catalog>(en);
  readonly #plurals = $derived(new Intl.PluralRules(INTL_TAGS[this.locale]));
  readonly #numbers = $derived(new Intl.NumberFormat(INTL_TAGS[this.locale]));

  /** The BCP 47 tag to give to `Intl` constructors. */
  get tag(): string {
    return INTL_TAGS[this.locale];
  }

  /** Loads the catalogue first, so that no frame mixes two languages. */
  async use(locale: Locale): Promise<void> {
    const catalog = await loadCatalog(locale);
    this.#catalog = catalog;
    this.locale = locale;
    document.documentElement.lang = locale;
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  translate(key: MessageKey, params: Params = {}): string {
    const message = this.#catalog[key];
    const template = typeof message === 'string' ? message : this.#plural(message, params['n']);
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? this.number(value) : value;
    });
  }

  #plural(message: PluralMessage, n: string | number | undefined): string {
    if (typeof n === 'number' && this.#plurals.select(n) === 'one') {
      return message.one ?? message.other;
    }
    return message.other;
  }
}

export const i18n = new Translator();

/** Translates a message. `{n}` chooses the plural form; other `{names}` are filled in. */
export function t(key: MessageKey, params?: Params): string {
  return i18n.translate(key, params);
}
