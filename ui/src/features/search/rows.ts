import type { SearchHit, Snippet } from '~/backend';

export interface HitRow {
  readonly key: string;
  readonly hit: SearchHit;
  /** The first row of a document shows its title; the others only a snippet. */
  readonly first: boolean;
  readonly snippet: Snippet | undefined;
  readonly line: number | undefined;
  /** Further matches that are not shown. */
  readonly more: number;
}

/** One row a document, and one for each further match of those that are expanded. */
export function toRows(hits: readonly SearchHit[], expanded: ReadonlySet<string>): HitRow[] {
  return hits.flatMap((hit, index): HitRow[] => {
    const shown = expanded.has(hit.document.id) ? hit.snippets : hit.snippets.slice(0, 1);
    const id = `${hit.document.id}:${hit.version?.id ?? index}`;
    const [snippet, ...others] = shown;
    const head: HitRow = {
      key: id,
      hit,
      first: true,
      snippet,
      line: snippet?.line,
      more: hit.snippets.length - shown.length,
    };
    const rest = others.map((other, n): HitRow => ({
      key: `${id}:${n}`,
      hit,
      first: false,
      snippet: other,
      line: other.line,
      more: 0,
    }));
    return [head, ...rest];
  });
}
