interface Heading {
  readonly text: string;
  readonly slug: string;
  readonly level: number;
}

/**
 * The headings of a document as a list of links to them. The title is left out: a list that begins
 * with it would be one item.
 */
export function contentsOf(headings: readonly Heading[]): string {
  const [first] = headings;
  const titled = first && headings.filter(({ level }) => level <= first.level).length === 1;
  const listed = titled ? headings.slice(1) : headings;
  const top = Math.min(...listed.map(({ level }) => level));
  return listed
    .map(({ text, slug, level }) => {
      const label = text.replace(/[\\[\]]/g, '\\$&');
      return `${'  '.repeat(level - top)}- [${label}](#${slug})`;
    })
    .join('\n');
}
