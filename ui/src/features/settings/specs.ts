import type { Settings, SettingsPatch } from '~/backend';
import { i18n, LOCALE_NAMES, LOCALES, t, type MessageKey } from '~/lib/i18n/index.svelte';

export const SECTIONS = [
  'general',
  'appearance',
  'editor',
  'files',
  'keyboard',
  'keys',
  'storage',
  'privacy',
  'about',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** The groups of the settings that a section's Reset puts back. */
export const RESETS: Readonly<Partial<Record<SectionName, readonly (keyof Settings)[]>>> = {
  general: ['language'],
  appearance: ['theme', 'appearance'],
  editor: ['editor', 'render'],
  files: ['history'],
  keyboard: ['keyboard'],
};

interface Base {
  readonly id: string;
  readonly section: SectionName;
  readonly title: MessageKey;
  readonly hint?: MessageKey;
}
interface SwitchSpec extends Base {
  readonly kind: 'switch';
  readonly get: (settings: Settings) => boolean;
  readonly patch: (value: boolean) => SettingsPatch;
}
interface NumberSpec extends Base {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly unit: string | (() => string);
  readonly get: (settings: Settings) => number;
  readonly patch: (value: number) => SettingsPatch;
}
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly patch: SettingsPatch;
}
interface ChoiceSpec extends Base {
  readonly kind: 'choice';
  /** Few and short: all are shown beside each other. */
  readonly segmented: boolean;
  readonly options: () => readonly Option[];
  readonly get: (settings: Settings) => string;
}
/** One setting: what it is called, how it is shown, and what of the settings it changes. */
export type SettingSpec = SwitchSpec | NumberSpec | ChoiceSpec;

const MAX_DAYS = 3650;
const days = () => t('unit.days');

type EditorSwitch =
  | 'wordWrap'
  | 'lineNumbers'
  | 'syntaxHighlighting'
  | 'spellCheck'
  | 'autoComplete'
  | 'snippetMenu'
  | 'alignTables'
  | 'typewriter'
  | 'invisibles'
  | 'vimMode';

function editorSwitch(name: EditorSwitch, title: MessageKey, hint?: MessageKey): SettingSpec {
  return {
    id: `editor.${name}`,
    section: 'editor',
    kind: 'switch',
    title,
    ...(hint && { hint }),
    get: ({ editor }) => editor[name],
    patch: (value) => ({ editor: { [name]: value } }),
  };
}

function editorNumber(
  name: 'fontSize' | 'tabSize' | 'lineHeight' | 'measure',
  title: MessageKey,
  bounds: { min: number; max: number; unit?: string | (() => string); hint?: MessageKey },
): SettingSpec {
  const { min, max, unit = '', hint } = bounds;
  return {
    id: `editor.${name}`,
    section: 'editor',
    kind: 'number',
    title,
    min,
    max,
    unit,
    ...(hint && { hint }),
    get: ({ editor }) => editor[name],
    patch: (value) => ({ editor: { [name]: value } }),
  };
}

function keptFor(
  name: 'trashDays' | 'auditDays' | 'autosaveDays',
  section: SectionName,
  title: MessageKey,
  hint: MessageKey,
): SettingSpec {
  return {
    id: `history.${name}`,
    section,
    kind: 'number',
    title,
    hint,
    min: 0,
    max: MAX_DAYS,
    unit: days,
    get: ({ history }) => history[name],
    patch: (value) => ({ history: { [name]: value } }),
  };
}

export const SPECS: readonly SettingSpec[] = [
  {
    id: 'language',
    section: 'general',
    kind: 'choice',
    segmented: false,
    title: 'setting.language',
    options: () =>
      LOCALES.map((language) => ({
        value: language,
        label: LOCALE_NAMES[language],
        patch: { language },
      })),
    get: ({ language }) => language,
  },
  {
    id: 'theme',
    section: 'appearance',
    kind: 'choice',
    segmented: true,
    title: 'setting.theme',
    options: () => [
      { value: 'light', label: t('theme.light'), patch: { theme: 'light' } },
      { value: 'dark', label: t('theme.dark'), patch: { theme: 'dark' } },
      { value: 'auto', label: t('theme.auto'), patch: { theme: 'auto' } },
    ],
    get: ({ theme }) => theme,
  },
  {
    id: 'appearance.density',
    section: 'appearance',
    kind: 'choice',
    segmented: true,
    title: 'setting.density',
    options: () => [
      {
        value: 'compact',
        label: t('density.compact'),
        patch: { appearance: { density: 'compact' } },
      },
      {
        value: 'comfortable',
        label: t('density.comfortable'),
        patch: { appearance: { density: 'comfortable' } },
      },
    ],
    get: ({ appearance }) => appearance.density,
  },
  {
    id: 'appearance.scale',
    section: 'appearance',
    kind: 'choice',
    segmented: false,
    title: 'setting.scale',
    options: () =>
      [80, 90, 100, 110, 125, 150].map((scale) => ({
        value: String(scale),
        label: new Intl.NumberFormat(i18n.tag, { style: 'percent' }).format(scale / 100),
        patch: { appearance: { scale } },
      })),
    get: ({ appearance }) => String(appearance.scale),
  },
  {
    id: 'appearance.reduceMotion',
    section: 'appearance',
    kind: 'switch',
    title: 'setting.reduceMotion',
    hint: 'setting.reduceMotion.hint',
    get: ({ appearance }) => appearance.reduceMotion,
    patch: (reduceMotion) => ({ appearance: { reduceMotion } }),
  },
  {
    id: 'editor.fontFamily',
    section: 'editor',
    kind: 'choice',
    segmented: true,
    title: 'setting.fontFamily',
    options: () => [
      { value: 'mono', label: t('font.mono'), patch: { editor: { fontFamily: 'mono' } } },
      { value: 'sans', label: t('font.sans'), patch: { editor: { fontFamily: 'sans' } } },
      { value: 'serif', label: t('font.serif'), patch: { editor: { fontFamily: 'serif' } } },
    ],
    get: ({ editor }) => editor.fontFamily,
  },
  editorNumber('fontSize', 'setting.fontSize', { min: 10, max: 28, unit: 'px' }),
  editorNumber('lineHeight', 'setting.lineHeight', { min: 120, max: 220, unit: '%' }),
  editorNumber('measure', 'setting.measure', {
    min: 0,
    max: 160,
    unit: () => t('unit.characters'),
    hint: 'setting.measure.hint',
  }),
  editorNumber('tabSize', 'setting.tabSize', { min: 1, max: 8 }),
  editorSwitch('wordWrap', 'setting.wordWrap'),
  editorSwitch('lineNumbers', 'setting.lineNumbers'),
  editorSwitch('syntaxHighlighting', 'setting.syntaxHighlighting'),
  editorSwitch('spellCheck', 'setting.spellCheck', 'setting.spellCheck.hint'),
  editorSwitch('autoComplete', 'setting.autoComplete', 'setting.autoComplete.hint'),
  editorSwitch('snippetMenu', 'setting.snippetMenu', 'setting.snippetMenu.hint'),
  editorSwitch('alignTables', 'setting.alignTables', 'setting.alignTables.hint'),
  editorSwitch('typewriter', 'setting.typewriter', 'setting.typewriter.hint'),
  editorSwitch('invisibles', 'setting.invisibles', 'setting.invisibles.hint'),
  editorSwitch('vimMode', 'setting.vimMode'),
  {
    id: 'render.autoSave',
    section: 'editor',
    kind: 'switch',
    title: 'setting.autoSave',
    hint: 'setting.autoSave.hint',
    get: ({ render }) => render.autoSave,
    patch: (autoSave) => ({ render: { autoSave } }),
  },
  {
    id: 'render.autoSaveInterval',
    section: 'editor',
    kind: 'number',
    title: 'setting.versionInterval',
    hint: 'setting.versionInterval.hint',
    min: 5,
    max: 3600,
    unit: () => t('unit.seconds'),
    get: ({ render }) => render.autoSaveInterval,
    patch: (autoSaveInterval) => ({ render: { autoSaveInterval } }),
  },
  keptFor('autosaveDays', 'files', 'setting.autosaveDays', 'setting.autosaveDays.hint'),
  keptFor('trashDays', 'files', 'setting.trashDays', 'setting.trashDays.hint'),
  keptFor('auditDays', 'files', 'setting.auditDays', 'setting.auditDays.hint'),
];

/** The settings whose title or explanation holds every word. */
export function findSettings(query: string): readonly SettingSpec[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return SPECS.filter(({ title, hint, section }) => {
    const text = [t(title), hint ? t(hint) : '', t(`settings.${section}`)].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
