import FileText from '@lucide/svelte/icons/file-text';
import Hash from '@lucide/svelte/icons/hash';
import Search from '@lucide/svelte/icons/search';
import Tag from '@lucide/svelte/icons/tag';

import { ACTIONS, exists, missing, shownKey } from '~/actions';
import type { PickerItem } from '~/components/picker-item';
import { fuzzyMatch } from '~/lib/fuzzy';
import { hueOf } from '~/lib/hues';
import { t } from '~/lib/i18n/index.svelte';
import { recall, remember } from '~/lib/storage';
import { sliceCharacters } from '~/lib/characters';
import type { App } from '~/state/app.svelte';

export interface OmniboxItem extends PickerItem {
  readonly run: () => void;
  /** Where a document lies. */
  readonly category?: string | undefined;
}

export type OmniboxMode = 'documents' | 'commands' | 'tags' | 'headings' | 'text' | 'line' | 'help';

const PREFIXES: Readonly<Record<string, OmniboxMode>> = {
  '>': 'commands',
  '#': 'tags',
  '@': 'headings',
  '/': 'text',
  ':': 'line',
  '?': 'help',
};

export function readInput(input: string): { mode: OmniboxMode; query: string } {
  const mode = PREFIXES[input.charAt(0)];
  return mode ? { mode, query: input.slice(1).trim() } : { mode: 'documents', query: input.trim() };
}

const DOCUMENTS = 30;
const HITS = 20;
const RECENT_COMMANDS = 6;

interface Ranked {
  readonly item: OmniboxItem;
  readonly score: number;
}

function ranked(found: readonly Ranked[]): OmniboxItem[] {
  return [...found].sort((a, b) => b.score - a.score).map(({ item }) => item);
}

export async function findDocuments(app: App, query: string): Promise<OmniboxItem[]> {
  const { items } = await app.backend.call('document.complete', {
    prefix: query,
    limit: DOCUMENTS,
  });
  // An empty query offers the way back: the open document itself is of no use there.
  const current = query === '' ? app.session.current?.id : undefined;
  return items
    .filter(({ id }) => id !== current)
    .map(({ id, title, category }) => ({
      id,
      title,
      ranges: fuzzyMatch(query, title)?.ranges ?? [],
      category,
      detail: app.sidebar.categoryName(category),
      icon: FileText,
      run: () => app.library.openDocument(id),
    }));
}

function recentCommands(): string[] {
  const saved = recall('commands');
  return Array.isArray(saved) ? saved.filter((id) => typeof id === 'string') : [];
}

export function findCommands(app: App, query: string): OmniboxItem[] {
  const recent = recentCommands();
  const existing = ACTIONS.filter((action) => exists(action, app));
  const found = existing.flatMap((action): Ranked[] => {
    const title = t(action.title);
    const match = fuzzyMatch(query, title);
    const reason = missing(action, app);
    // What is asked for by name is there, if only to say why it is not possible.
    if (!match || (reason !== undefined && query === '')) return [];
    const used = recent.indexOf(action.id);
    const item: OmniboxItem = {
      id: action.id,
      title,
      ranges: match.ranges,
      detail: t(reason ?? action.group),
      disabled: reason !== undefined,
      icon: action.icon,
      keys: shownKey(action, app),
      run: () => {
        const others = recent.filter((id) => id !== action.id);
        remember('commands', [action.id, ...others].slice(0, RECENT_COMMANDS));
        void action.run(app);
      },
    };
    return [{ item, score: match.score + (used < 0 ? 0 : RECENT_COMMANDS - used) }];
  });
  return ranked(found).sort((a, b) => Number(a.disabled ?? false) - Number(b.disabled ?? false));
}

export function findTags(app: App, query: string): OmniboxItem[] {
  const found = app.sidebar.tags.flatMap((tag): Ranked[] => {
    const match = fuzzyMatch(query, tag.name);
    if (!match) return [];
    const item: OmniboxItem = {
      id: tag.id,
      title: tag.name,
      ranges: match.ranges,
      detail: t('docs.count', { n: tag.documents }),
      icon: Tag,
      hue: hueOf(tag.color),
      run: () => app.router.go({ name: 'tag', id: tag.id }),
    };
    return [{ item, score: match.score + Math.log1p(tag.documents) }];
  });
  return ranked(found);
}

export function findHeadings(app: App, query: string): OmniboxItem[] {
  return (app.session.preview?.outline ?? []).flatMap((heading): OmniboxItem[] => {
    const match = fuzzyMatch(query, heading.text);
    if (!match) return [];
    return [
      {
        id: String(heading.line),
        title: heading.text,
        ranges: match.ranges,
        detail: t('omnibox.line', { line: heading.line }),
        icon: Hash,
        run: () => app.session.goTo(heading.line),
      },
    ];
  });
}

export async function findText(app: App, query: string): Promise<OmniboxItem[]> {
  if (query === '') return [];
  const { hits } = await app.backend.call('search.query', { query, limit: HITS });
  const all: OmniboxItem = {
    id: 'all',
    title: t('omnibox.allResults', { query }),
    icon: Search,
    run: () => app.router.go({ name: 'search', query }),
  };
  const found = hits.map(({ document, snippets: [first] }) => ({
    id: document.id,
    title: document.title,
    detail: first ? sliceCharacters(first.text, 0, 80) : undefined,
    icon: FileText,
    run: () => app.library.openDocument(document.id, first?.line),
  }));
  return [...found, all];
}

export function goToLine(app: App, query: string): OmniboxItem[] {
  const line = Number(query);
  if (!Number.isInteger(line) || line < 1 || !app.session.current) return [];
  const title = t('omnibox.goToLine', { line });
  return [{ id: query, title, icon: Hash, run: () => app.session.goTo(line) }];
}

export function help(app: App): OmniboxItem[] {
  const modes = [
    ['>', t('omnibox.help.commands')],
    ['#', t('omnibox.help.tags')],
    ['@', t('omnibox.help.headings')],
    ['/', t('omnibox.help.text')],
    [':', t('omnibox.help.line')],
  ] as const;
  return modes.map(([prefix, title]) => ({
    id: prefix,
    title,
    detail: prefix,
    run: () => app.openOmnibox(prefix),
  }));
}
