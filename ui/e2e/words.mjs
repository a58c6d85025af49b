// The texts of the interface as tests need them: in each language, and in one that nobody speaks.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

const CATALOGS = join(import.meta.dirname, '../src/lib/i18n');
const TAGS = { en: 'en-US', zh: 'zh-CN', ja: 'ja-JP', pseudo: 'ja-JP' };

/** The language whose catalogue is replaced by the invented one. */
const HOST = 'ja';

// Letters that a reader still recognises and that no language of the interface uses.
const LETTERS = new Map(
  [
    'AÅ BƁ CÇ DÐ EÉ FƑ GĜ HĤ IÎ JĴ KĶ LĻ MṀ NÑ OÖ PÞ QǪ RŔ SŠ TŢ UÛ VṼ WŴ XẊ YÝ ZŽ',
    'aå bƀ cç dð eé fƒ gĝ hĥ iî jĵ kķ lļ mṁ nñ oö pþ qǫ rŕ sš tţ uû vṽ wŵ xẋ yý zž',
  ].flatMap((line) => line.split(' ').map(([plain, accented]) => [plain, accented])),
);

/** Accented, four tenths longer and in brackets; what is filled in stays as it is. */
function pseudoText(text) {
  const parts = text.split(/(\{\w+\})/);
  const written = parts.filter((part) => !part.startsWith('{')).join('');
  const more = Math.ceil(written.length * 0.4);
  const padding = 'ö'.repeat(more).replace(/(.{7})./g, '$1 ');
  const accented = parts.map((part) =>
    part.startsWith('{') ? part : [...part].map((c) => LETTERS.get(c) ?? c).join(''),
  );
  return `⟦${accented.join('')}${more > 1 ? ` ${padding}` : ''}⟧`;
}

function load(language) {
  const source = readFileSync(join(CATALOGS, `${language}.ts`), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const made = { exports: {} };
  new Function('exports', 'module', outputText)(made.exports, made);
  return made.exports.default;
}

function pseudo() {
  const each = ([key, message]) =>
    typeof message === 'string'
      ? [key, pseudoText(message)]
      : [key, Object.fromEntries(Object.entries(message).map(([n, m]) => [n, pseudoText(m)]))];
  return Object.fromEntries(Object.entries(load('en')).map(each));
}

/** What the interface says in a language: `t(key, params)`, as in the interface itself. */
export function words(language) {
  const catalog = language === 'pseudo' ? pseudo() : load(language);
  const plurals = new Intl.PluralRules(TAGS[language]);
  const numbers = new Intl.NumberFormat(TAGS[language]);
  return (key, params = {}) => {
    const message = catalog[key];
    if (message === undefined) throw new Error(`the catalogue has no ${key}`);
    const template =
      typeof message === 'string'
        ? message
        : (plurals.select(params.n) === 'one' && message.one) || message.other;
    return template.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = params[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

/**
 * Gives the pages of a browser the invented language in place of a real one; `language` of the
 * settings is then that one. Nothing of it is part of what is shipped.
 */
export async function speakPseudo(context) {
  const catalog = pseudo();
  let replaced = 0;
  await context.route(new RegExp(`/assets/${HOST}-[^/]+\\.js$`), (route) => {
    replaced += 1;
    return route.fulfill({
      contentType: 'text/javascript',
      body: `export default ${JSON.stringify(catalog)};`,
    });
  });
  return { language: HOST, wasUsed: () => replaced > 0 };
}
