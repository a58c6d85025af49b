import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { languages } from '@codemirror/language-data';
import type { Extension } from '@codemirror/state';
import { styleTags, tags } from '@lezer/highlight';

import { frontMatter } from './syntax/front-matter';
import { hashTag } from './syntax/hash-tag';
import { markdownTags } from './syntax/tags';
import { wikiLink } from './syntax/wiki-link';

const styles = styleTags({
  ListMark: markdownTags.listMark,
  TaskMarker: markdownTags.task,
  'InlineCode/CodeMark': tags.monospace,
});

/** Markdown with our extensions; the grammars of code fences are fetched when one is met. */
export function markdownSupport(): Extension {
  return markdown({
    base: markdownLanguage,
    codeLanguages: languages,
    completeHTMLTags: false,
    pasteURLAsLink: true,
    // The editor has its own keys for lists.
    addKeymap: false,
    extensions: [frontMatter, wikiLink, hashTag, { props: [styles] }],
  });
}
