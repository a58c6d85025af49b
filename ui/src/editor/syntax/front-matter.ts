import { yamlLanguage } from '@codemirror/lang-yaml';
import { parseMixed } from '@lezer/common';
import type { MarkdownConfig } from '@lezer/markdown';

import { markdownTags } from './tags';

/** A `---` block at the very start of the document, coloured as YAML. */
export const frontMatter: MarkdownConfig = {
  defineNodes: [
    { name: 'FrontMatter', block: true },
    { name: 'FrontMatterMark', style: markdownTags.frontMatterMark },
    { name: 'FrontMatterContent' },
  ],
  parseBlock: [
    {
      name: 'FrontMatter',
      before: 'HorizontalRule',
      parse(cx, line) {
        if (cx.lineStart !== 0 || !/^---\s*$/.test(line.text)) return false;
        const start = cx.elt('FrontMatterMark', 0, line.text.length);
        const from = line.text.length + 1;
        while (cx.nextLine()) {
          if (!/^(---|\.\.\.)\s*$/.test(line.text)) continue;
          const end = cx.lineStart + line.text.length;
          const children = [start];
          const contentEnd = cx.lineStart - 1;
          if (contentEnd > from) children.push(cx.elt('FrontMatterContent', from, contentEnd));
          children.push(cx.elt('FrontMatterMark', cx.lineStart, end));
          cx.nextLine();
          cx.addElement(cx.elt('FrontMatter', 0, end, children));
          return true;
        }
        // Never closed: it is a rule after all, but the lines are consumed. They stay plain text.
        cx.addElement(cx.elt('FrontMatter', 0, cx.lineStart + line.text.length, [start]));
        return true;
      },
    },
  ],
  wrap: parseMixed((node) =>
    node.name === 'FrontMatterContent' ? { parser: yamlLanguage.parser } : null,
  ),
};
