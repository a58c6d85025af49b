import type { Settings } from './types';

/** What the fake library holds: the documents of the design's pictures, and a long tail. */
export interface FakeSeed {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly category?: string;
  readonly minutesAgo: number;
  readonly pinned?: boolean;
  readonly favorite?: boolean;
}

const ADR = `# ADR-014 Sync protocol

## Context

Edits must never wait for the network. Every
change is written to SQLite first and queued in
an **append-only** log.

See [[Postgres failover runbook]] for recovery.

## Decision

- One row per operation, keyed by \`op_id\`
- Server assigns a monotonic \`rev\`
- Conflicts keep _both_ sides

\`\`\`sql
select op_id, rev from ops
where rev > 1042 -- cursor
\`\`\`

- [ ] Write the simulation
- [x] Agree on the names
`;

const DAY = 24 * 60;

export const SEEDS: readonly FakeSeed[] = [
  {
    title: 'Release checklist',
    text: '# Release checklist\n\nBefore tagging: run the migration dry-run and read the log.\n',
    tags: ['release-notes'],
    category: 'Writing',
    minutesAgo: 2,
    pinned: true,
  },
  {
    title: 'ADR-014 Sync protocol',
    text: ADR,
    tags: ['adr', 'postgres'],
    category: 'Architecture',
    minutesAgo: 0,
    favorite: true,
  },
  {
    title: 'Postgres failover runbook',
    text: '# Postgres failover runbook\n\nEdited on “studio-mac” and here while offline.\n',
    tags: ['postgres'],
    category: 'Runbooks',
    minutesAgo: 12,
  },
  {
    title: 'Weekly notes 2026-47',
    text: '# Weekly notes 2026-47\n\nTalked to Mei about the importer. Three things to do.\n',
    tags: [],
    minutesAgo: DAY,
  },
  {
    title: '多言語テスト / 日本語メモ',
    text: '# 多言語テスト / 日本語メモ\n\n全文検索は N-gram でインデックスする。\n',
    tags: ['research'],
    category: 'Research',
    minutesAgo: DAY + 60,
  },
  {
    title: 'Reading list',
    text: '# Reading list\n\nLocal-first software, CRDTs, and the joy of small tools.\n',
    tags: [],
    category: 'Personal',
    minutesAgo: 4 * DAY,
  },
  {
    title: 'Interview guide',
    text: '# Interview guide\n\nOpen with context. Ask for a concrete story.\n',
    tags: [],
    category: 'Research',
    minutesAgo: 9 * DAY,
  },
  ...Array.from({ length: 400 }, (_, n) => ({
    title: `Meeting ${n + 1}`,
    text: `# Meeting ${n + 1}\n\nWhat was said, and what was decided about item ${n + 1}.\n`,
    tags: n % 7 === 0 ? ['adr'] : [],
    ...(n % 3 === 0 ? { category: 'Engineering' } : {}),
    minutesAgo: (10 + n) * DAY,
  })),
];

export const CATEGORIES: readonly { name: string; parent?: string; color: string }[] = [
  { name: 'Engineering', color: '#2B7FD0' },
  { name: 'Architecture', parent: 'Engineering', color: '#8B5BD6' },
  { name: 'Runbooks', parent: 'Engineering', color: '#148F8A' },
  { name: 'Writing', color: '#D0498F' },
  { name: 'Research', color: '#2A9053' },
  { name: 'Personal', color: '#C86410' },
];

export const TAG_COLORS: Readonly<Record<string, string>> = {
  adr: '#8B5BD6',
  postgres: '#1688B0',
  'release-notes': '#AC7500',
  research: '#2A9053',
};

export const DEFAULT_SETTINGS: Settings = {
  theme: 'auto',
  language: 'en',
  welcome: false,
  appearance: { density: 'compact', scale: 100, reduceMotion: false },
  keyboard: { bindings: [] },
  editor: {
    fontSize: 14,
    fontFamily: 'mono',
    lineHeight: 160,
    measure: 76,
    tabSize: 4,
    wordWrap: true,
    lineNumbers: true,
    syntaxHighlighting: true,
    autoComplete: true,
    vimMode: false,
    spellCheck: true,
    alignTables: true,
    snippetMenu: true,
    typewriter: false,
    invisibles: false,
    keyBindings: 'default',
  },
  render: {
    defaultFormat: 'html',
    autoSave: true,
    autoSaveInterval: 30,
    includeToc: true,
    includeStyles: true,
    theme: 'github',
  },
  history: { trashDays: 30, auditDays: 90, autosaveDays: 0 },
  notifications: { jobs: true, conflicts: true, updates: true },
};
