import type { MarkdownConfig } from '@lezer/markdown';

import { markdownTags } from './tags';

const HASH = 35;
const TAG = /^#[\p{L}\p{N}_/-]*[\p{L}_/-][\p{L}\p{N}_/-]*/u;
const BEFORE = /[\s([{'"，。、]/;

/** `#tag` and `#nested/tag`: at the start of a word, and never only digits. */
export const hashTag: MarkdownConfig = {
  defineNodes: [{ name: 'HashTag', style: markdownTags.hashTag }],
  parseInline: [
    {
      name: 'HashTag',
      parse(cx, next, pos) {
        if (next !== HASH) return -1;
        if (pos > cx.offset && !BEFORE.test(cx.slice(pos - 1, pos))) return -1;
        const found = TAG.exec(cx.slice(pos, cx.end))?.[0];
        if (found === undefined) return -1;
        return cx.addElement(cx.elt('HashTag', pos, pos + found.length));
      },
    },
  ],
};
