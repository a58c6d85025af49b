import type { ListScope } from '~/backend';

/** How long ago a document may have changed last. */
export const CHANGED = ['today', '7d', '30d', '1y'] as const;
export type Changed = (typeof CHANGED)[number];

/** What a list is narrowed by. All of it must hold; of several tags, each. */
export interface ListFilter {
  readonly tags: readonly string[];
  /** The path of a category, its names joined by `/`. */
  readonly category: string | null;
  readonly favorite: boolean;
  readonly attachments: boolean;
  readonly conflicted: boolean;
  readonly changed: Changed | null;
}

export const NO_FILTER: ListFilter = {
  tags: [],
  category: null,
  favorite: false,
  attachments: false,
  conflicted: false,
  changed: null,
};

export function isFiltered(filter: ListFilter): boolean {
  const { tags, category, favorite, attachments, conflicted, changed } = filter;
  return (
    tags.length > 0 ||
    category !== null ||
    favorite ||
    attachments ||
    conflicted ||
    changed !== null
  );
}

/** A value as it stands behind a field of a query, whatever signs it holds. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** The filter in the language of searches. */
export function filterQuery(filter: ListFilter): string {
  const parts = filter.tags.map((tag) => `tag:${quoted(tag)}`);
  if (filter.category !== null) parts.push(`category:${quoted(filter.category)}`);
  if (filter.favorite) parts.push('is:favorite');
  if (filter.attachments) parts.push('has:attachment');
  if (filter.conflicted) parts.push('is:conflicted');
  if (filter.changed !== null) parts.push(`after:${filter.changed}`);
  return parts.join(' ');
}

/** Names that a scope is known by in a query. */
export interface ScopeNames {
  readonly categoryPath: (id: string) => string | undefined;
  readonly tagName: (id: string) => string | undefined;
  readonly savedQuery: (id: string) => string | undefined;
}

/** A list in the language of searches, so that it can be narrowed; `null` for what is not known. */
export function scopeQuery(scope: ListScope, names: ScopeNames): string | null {
  switch (scope.kind) {
    case 'all':
    case 'recent':
      return '';
    case 'inbox':
      return 'is:inbox';
    case 'favorites':
      return 'is:favorite';
    case 'templates':
      return 'is:template';
    case 'conflicts':
      return 'is:conflicted';
    case 'trash':
      return 'is:trashed';
    case 'category': {
      const path = names.categoryPath(scope.id);
      return path === undefined ? null : `category:${quoted(path)}`;
    }
    case 'tag': {
      const name = names.tagName(scope.id);
      return name === undefined ? null : `tag:${quoted(name)}`;
    }
    case 'savedSearch': {
      const query = names.savedQuery(scope.id);
      return query === undefined ? null : `(${query})`;
    }
    case 'query':
      return `(${scope.query})`;
  }
}
