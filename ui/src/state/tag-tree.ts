import type { Tag } from '~/backend';

/** A row of the tree of tags; `tag` is absent for a part of a path that is no tag itself. */
export interface TagRow {
  /** The whole name, which no two rows share. */
  readonly path: string;
  /** The last part of the name. */
  readonly text: string;
  /** From 1. */
  readonly level: number;
  readonly hasChildren: boolean;
  readonly tag: Tag | undefined;
}

/** Nests tags by the `/` in their names and leaves out what lies in closed rows. */
export function tagRows(tags: readonly Tag[], isOpen: (path: string) => boolean): TagRow[] {
  const byPath = new Map<string, Tag | undefined>();
  for (const tag of tags) {
    const parts = tag.name.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const path = parts.slice(0, depth).join('/');
      if (!byPath.has(path)) byPath.set(path, undefined);
    }
    byPath.set(tag.name, tag);
  }
  const paths = [...byPath.keys()].sort((a, b) => compareParts(a.split('/'), b.split('/')));
  const rows: TagRow[] = [];
  let closed: string | null = null;
  paths.forEach((path, index) => {
    if (closed !== null && path.startsWith(`${closed}/`)) return;
    closed = null;
    const parts = path.split('/');
    const hasChildren = paths[index + 1]?.startsWith(`${path}/`) ?? false;
    if (hasChildren && !isOpen(path)) closed = path;
    rows.push({
      path,
      text: parts.at(-1) ?? path,
      level: parts.length,
      hasChildren,
      tag: byPath.get(path),
    });
  });
  return rows;
}

/** By parts, so that what is nested follows what it is in. */
function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = (a[at] ?? '').localeCompare(b[at] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
