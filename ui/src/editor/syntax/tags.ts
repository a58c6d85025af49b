import { Tag } from '@lezer/highlight';

/** Parts of our Markdown that the general highlighting vocabulary has no word for. */
export const markdownTags = {
  listMark: Tag.define(),
  wikiLink: Tag.define(),
  hashTag: Tag.define(),
  task: Tag.define(),
  frontMatterMark: Tag.define(),
};
