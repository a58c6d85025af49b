import { t } from '~/lib/i18n/index.svelte';

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** What begins a direction of its own; parts of it follow the whole. */
const PARAGRAPHS = 'p, h1, h2, h3, h4, h5, h6, ul, ol, dl, blockquote, table, summary, figcaption';

/** The words of the five callouts that GitHub knows, in the language of the interface. */
const CALLOUTS: Readonly<Record<string, () => string>> = {
  note: () => t('callout.note'),
  tip: () => t('callout.tip'),
  important: () => t('callout.important'),
  warning: () => t('callout.warning'),
  caution: () => t('callout.caution'),
};

/** Translates the title of a callout that was given none of its own. */
function nameCallouts(root: HTMLElement): void {
  for (const callout of root.querySelectorAll<HTMLElement>('[data-alert]')) {
    const kind = callout.dataset['alert'] ?? '';
    const title = callout.querySelector(':scope > .markdown-alert-title');
    if (title?.textContent.toLowerCase() === kind) {
      title.textContent = CALLOUTS[kind]?.() ?? title.textContent;
    }
  }
}

function nameFootnotes(root: HTMLElement): void {
  for (const link of root.querySelectorAll('.footnote-backref')) {
    link.setAttribute('aria-label', t('preview.backToText'));
  }
  for (const link of root.querySelectorAll('.footnote-ref a')) {
    link.setAttribute('aria-label', t('preview.footnote', { n: link.textContent }));
  }
}

/** Chinese, Japanese and Korean have no italics: a slanted sign is a damaged one. */
function uprightEmphasis(root: HTMLElement): void {
  for (const words of root.querySelectorAll('em, i, cite, dfn, var')) {
    words.classList.toggle('upright', CJK.test(words.textContent));
  }
}

function directParagraphs(root: HTMLElement): void {
  for (const paragraph of root.querySelectorAll<HTMLElement>(PARAGRAPHS)) {
    // Items follow their list and cells their table, so that marks and columns stay in line.
    const whole = paragraph.parentElement?.closest('ul, ol, dl, table, blockquote') ?? null;
    if (whole === null && !paragraph.dir) paragraph.dir = 'auto';
  }
}

function nameTaskBoxes(root: HTMLElement): void {
  for (const box of root.querySelectorAll<HTMLInputElement>('.task-box input')) {
    const item = box.closest('li');
    box.setAttribute('aria-label', item?.textContent.trim().split('\n')[0] ?? '');
  }
}

/** Adds what is only words: names for those who listen, languages, directions. */
export function readProse(root: HTMLElement): void {
  nameCallouts(root);
  nameFootnotes(root);
  nameTaskBoxes(root);
  uprightEmphasis(root);
  directParagraphs(root);
}

/** The language of a text as its front matter says, or as its letters do; unknown for most. */
export function languageOf(
  fields: readonly (readonly [string, string])[],
  text: string,
): string | undefined {
  const said = fields.find(([name]) => name === 'lang' || name === 'language')?.[1];
  if (said !== undefined && /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(said)) return said;
  // Kana and Hangul are written in one language each; Chinese characters alone are in several.
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  return undefined;
}
