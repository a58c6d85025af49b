import type { CompletionResult } from '@codemirror/autocomplete';
import { foldNodeProp, LanguageSupport, LRLanguage } from '@codemirror/language';
import { parser } from '@lezer/html';

/**
 * HTML inside Markdown: tags, attributes and comments get their colours; scripts and style sheets,
 * which no document keeps, are plain. The build puts this in the place of the full language.
 */
const language = LRLanguage.define({
  name: 'html',
  parser: parser.configure({
    // A closing tag may stand in another block of the document.
    dialect: 'noMatch',
    props: [
      foldNodeProp.add({
        Element: (node) => {
          const { firstChild: first, lastChild: last } = node;
          if (first?.name !== 'OpenTag') return null;
          return { from: first.to, to: last?.name === 'CloseTag' ? last.from : node.to };
        },
      }),
    ],
  }),
  languageData: { commentTokens: { block: { open: '<!--', close: '-->' } } },
});

export function html(): LanguageSupport {
  return new LanguageSupport(language);
}

/** The editor completes no tags. */
export function htmlCompletionSource(): CompletionResult | null {
  return null;
}
