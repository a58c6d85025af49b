// The library that is photographed: documents of a small team, in three scripts, of all ages.
import { stripes } from './seed.mjs';

const BLUE = [
  [43, 127, 208],
  [230, 241, 251],
];
const GREEN = [
  [42, 144, 83],
  [229, 245, 234],
];

const ADR = `# ADR-014 Sync protocol

## Context

Edits must never wait for the network. Every change is written to SQLite first and queued in an
**append-only** log.

See [[Postgres failover runbook]] for recovery, and the [paper](https://example.com/crdt) that we
did *not* follow.

## Decision

- One row per operation, keyed by \`op_id\`
- Server assigns a monotonic \`rev\`
- Conflicts keep _both_ sides

| field | type | meaning |
| --- | --- | --- |
| \`op_id\` | uuid | who did what, once |
| \`rev\` | bigint | the order that all agree on |
| \`patch\` | bytea | what changed |

\`\`\`sql
select op_id, rev from ops
where rev > 1042 -- cursor
order by rev;
\`\`\`

> [!NOTE]
> A device that was away for a month replays its queue, then the log.

- [x] Agree on the names
- [ ] Write the simulation #adr

The delay of a queue of $n$ operations is $\\sum_{i=1}^{n} t_i$.

![A trace of one day](trace.png)
`;

const RUNBOOK = `# Postgres failover runbook

Read this before anything else.

## Failover steps

1. Confirm the primary is unreachable from two hosts.
2. Page someone.
3. Pause the writers.
4. Promote the replica and wait.
5. Point the pooler at the new primary.

## After

Write down what happened in [[Weekly notes 2026-47]].
`;
const RUNBOOK_MINE = RUNBOOK.replace('Page someone', 'Page the DBA on duty')
  .replace('replica and wait', 'replica with `pg_ctl promote` and wait 30 s')
  .replace('Write down', 'Within a day, write down');
const RUNBOOK_THEIRS = RUNBOOK.replace('Page someone', 'Page the on-call DBA before promoting')
  .replace('replica and wait', 'replica through Patroni and wait for quorum')
  .replace('Read this', 'Read all of this');

const CHECKLIST = `# Release checklist

Before tagging: run the migration dry-run and read the log.

1. Update the changelog ([[Changelog draft 2.4]])
2. Tag
3. Announce
`;

const JAPANESE = `# 多言語テスト / 日本語メモ

全文検索は N-gram でインデックスする。短い語も、部分一致も見つかる。

## 方針

- 全角と半角を区別しない
- 「句読点」は無視する
- 変換中の文字は確定するまで保存しない

> 直す前に、まず測る。骨・直・角の字形に注意。
`;

const CHINESE = `# 周会纪要

讨论了导入器的三个问题：编码、重复的标题和很长的文件名。

1. 先扫描，再写入
2. 报告每一个跳过的文件
`;

const LONG_TITLE =
  'Everything we know about the intermittent timeouts between the import queue and the search index when a very large archive is unpacked on a slow disk';

const fields = (title, tags) =>
  `---\ntitle: ${title}\ntags: [${tags}]\n---\n\nThree people, two days.\n`;

const TOPICS = [
  ['Interview guide', 'Open with context. Ask for a concrete story.', 'Writing', ['hiring']],
  [
    'Reading list',
    'Local-first software, CRDTs, and the joy of plain files.',
    'Research',
    ['reading'],
  ],
  ['Ideas', '- keyboard-first triage view\n- a graph that can be read', undefined, []],
  [
    'Changelog draft 2.4',
    'Added: branch picker, bulk tag edit. Fixed: the list jumps.',
    'Writing',
    ['release-notes'],
  ],
  ['On call', 'Two weeks each. Hand over on Monday, in writing.', 'Runbooks', ['postgres']],
  [
    'Backup drill',
    'Restore the last backup into an empty library and compare.',
    'Runbooks',
    ['postgres'],
  ],
  [
    'Search ranking',
    'Title before text, new before old, near before far.',
    'Architecture',
    ['adr', 'search'],
  ],
  ['Typography', 'A narrow measure, one family, four sizes.', 'Research', ['design/type']],
  ['Colors', 'Twelve hues, each checked in both themes.', 'Research', ['design/color']],
  ['Bread', '500 g flour, 350 g water, 10 g salt, a day of patience.', 'Personal', ['recipe']],
  ['Quince jelly', 'Boil, strain overnight, boil again with sugar.', 'Personal', ['recipe']],
  ['Trip to Kanazawa', 'Market in the morning, garden at noon, books at night.', 'Personal', []],
];

function plain([title, text, category, tags], index) {
  const links = TOPICS[(index * 5 + 3) % TOPICS.length][0];
  return {
    title,
    text: `# ${title}\n\n${text}\n\nSee also [[${links}]].\n`,
    category,
    tags,
    daysAgo: 1 + index * 3,
  };
}

function weekly(index) {
  const week = 46 - index;
  const title = `Weekly notes 2026-${week}`;
  return {
    title,
    text: `# ${title}\n\nTalked to Mei about the importer. Three things are left, see [[ADR-014 Sync protocol]] and [[Weekly notes 2026-${week - 1}]].\n`,
    category: 'Writing',
    tags: index % 3 === 0 ? ['weekly', 'adr'] : ['weekly'],
    daysAgo: 8 + index * 7,
  };
}

export const SAMPLE = {
  keys: { script: 'Backup script', agent: 'Summary agent' },
  categories: [
    { name: 'Engineering', color: '#2B7FD0', icon: 'wrench' },
    { name: 'Architecture', parent: 'Engineering', color: '#5B6EDB' },
    { name: 'Runbooks', parent: 'Engineering', color: '#148F8A', icon: 'book-open' },
    { name: 'Writing', color: '#D0498F', icon: 'pencil' },
    { name: 'Research', color: '#2A9053' },
    { name: 'Personal', color: '#C86410', icon: 'house' },
    { name: '日本語', parent: 'Personal', color: '#8B5BD6' },
  ],
  tags: { adr: '#8B5BD6', postgres: '#1688B0', 'release-notes': '#AC7500', reading: '#2A9053' },
  documents: [
    ...Array.from({ length: 24 }, (_, index) => weekly(index)),
    ...TOPICS.map(plain),
    {
      title: LONG_TITLE,
      text: `# ${LONG_TITLE}\n\nIt happens on Tuesdays.\n`,
      tags: ['search'],
      daysAgo: 5,
    },
    { title: '周会纪要', text: CHINESE, category: 'Writing', tags: ['weekly'], daysAgo: 4 },
    {
      title: '多言語テスト / 日本語メモ',
      text: JAPANESE,
      category: '日本語',
      tags: ['検索'],
      daysAgo: 1,
    },
    {
      title: 'Weekly notes 2026-47',
      text: '# Weekly notes 2026-47\n\nThe failover drill took nine minutes.\n',
      category: 'Writing',
      tags: ['weekly'],
      daysAgo: 1.2,
    },
    {
      title: 'Meeting',
      text: '# {{title}}\n\n{{date}}, {{time}}\n\n## Decided\n\n{{cursor}}\n',
      template: true,
      daysAgo: 30,
    },
    {
      title: 'Decision record',
      text: '# ADR {{title}}\n\n## Context\n\n{{cursor}}\n\n## Decision\n',
      template: true,
      category: 'Architecture',
      daysAgo: 60,
    },
    {
      title: 'Old meeting notes',
      text: '# Old meeting notes\n\nNothing was decided.\n',
      trashed: true,
      daysAgo: 90,
    },
    {
      title: 'Draft without a home',
      text: '# Draft without a home\n\nLater.\n',
      trashed: true,
      daysAgo: 12,
    },
    {
      title: 'Plan for the move',
      text: fields('Plan for the move', 'plan'),
      clash: {
        mine: fields('Plan for the move in March', 'plan, budget'),
        theirs: fields('Plan for the move to Kanazawa', 'plan, travel'),
      },
    },
    {
      title: 'Printer in the hall',
      text: '# Printer in the hall\n\nIt jams. Use the one upstairs.\n',
      deletedElsewhere: true,
      category: 'Runbooks',
    },
    {
      title: 'Postgres failover runbook',
      text: RUNBOOK,
      category: 'Runbooks',
      tags: ['postgres'],
      clash: { mine: RUNBOOK_MINE, theirs: RUNBOOK_THEIRS },
    },
    {
      title: 'ADR-014 Sync protocol',
      text: ADR,
      category: 'Architecture',
      tags: ['adr', 'postgres'],
      favorite: true,
      files: { 'trace.png': stripes(480, 200, BLUE), 'whiteboard.png': stripes(320, 320, GREEN) },
    },
    {
      title: 'Release checklist',
      text: CHECKLIST,
      category: 'Writing',
      tags: ['release-notes'],
      pinned: true,
      edits: [
        CHECKLIST.replace('run the migration dry-run', 'run the migration twice'),
        `${CHECKLIST.replace('3. Announce', '3. Announce it to everyone\n4. Rest')}\nThe log is kept for a year.\n`,
      ],
    },
  ],
  searches: [
    { name: 'Drafts this week', query: 'is:inbox after:7d', icon: 'pencil', color: '#C86410' },
    { name: 'Needs review', query: 'has:task OR tag:adr' },
  ],
  proposals: [
    { of: 'Release checklist', save: '\nSummary: three steps, one of them twice.\n' },
    {
      title: 'Summary of November',
      text: '# Summary of November\n\nFour weekly notes, one drill.\n',
      tags: ['weekly'],
    },
  ],
  cast: {
    tour: 'ADR-014 Sync protocol',
    long: LONG_TITLE,
    versions: 'Release checklist',
    clash: 'Postgres failover runbook',
    fields: 'Plan for the move to Kanazawa',
    deleted: 'Printer in the hall',
    category: 'Writing',
    tag: 'postgres',
    search: 'Needs review',
    query: 'failover',
    nothing: 'zeppelin',
  },
};

// The same cast without a Latin letter: whatever of it a screen shows cannot be taken for a text of
// the interface.
const TEXT = `# Первая запись

Несколько слов о **важном**, и [[Вторая запись]].

- [x] раз
- [ ] два #важно

| а | б |
| --- | --- |
| 1 | 2 |

![снимок](снимок.png)
`;
const STEPS = '# Порядок\n\nВот он.\n\n1. Раз.\n2. Два.\n3. Три.\n4. Четыре.\n\nВсё.\n';
const LONG = 'Очень длинное название записи, которое не помещается ни в одну строку окна '
  .repeat(3)
  .trim();
const named = (title, tags) => `---\ntitle: ${title}\ntags: [${tags}]\n---\n\nДва дня.\n`;

export const LETTERLESS = {
  keys: { script: 'Сценарий', agent: 'Помощник' },
  categories: [
    { name: 'Работа', color: '#2B7FD0' },
    { name: 'Планы', parent: 'Работа', color: '#D0498F' },
  ],
  tags: { важно: '#8B5BD6' },
  documents: [
    {
      title: 'Вторая запись',
      text: '# Вторая запись\n\nСсылка на [[Первая запись]].\n',
      daysAgo: 3,
    },
    { title: LONG, text: `# ${LONG}\n\nСлова.\n`, daysAgo: 2 },
    { title: 'Заготовка', text: '# {{title}}\n\n{{cursor}}\n', template: true, daysAgo: 40 },
    { title: 'Старое', text: '# Старое\n\nНичего.\n', trashed: true, daysAgo: 9 },
    {
      title: 'Переезд',
      text: named('Переезд', 'план'),
      clash: {
        mine: named('Переезд весной', 'план, срок'),
        theirs: named('Переезд осенью', 'план, дорога'),
      },
    },
    { title: 'Удалённое', text: '# Удалённое\n\nИзменено.\n', deletedElsewhere: true },
    {
      title: 'Порядок',
      text: STEPS,
      clash: {
        mine: STEPS.replace('Раз', 'Раз мой').replace('Три', 'Три мой').replace('Всё', 'Всё моё'),
        theirs: STEPS.replace('Раз', 'Раз их').replace('Три', 'Три их').replace('Вот', 'Здесь'),
      },
    },
    {
      title: 'Первая запись',
      text: TEXT,
      category: 'Планы',
      tags: ['важно'],
      favorite: true,
      pinned: true,
      files: { 'снимок.png': stripes(64, 64, BLUE) },
      edits: [`${TEXT}\nЕщё.\n`, `${TEXT}\nЕщё и ещё.\n`],
    },
  ],
  searches: [{ name: 'Важное', query: 'tag:важно' }],
  proposals: [
    { of: 'Первая запись', save: '\nИтог.\n' },
    { title: 'Итоги', text: '# Итоги\n\nВсё хорошо.\n' },
  ],
  cast: {
    tour: 'Первая запись',
    long: LONG,
    versions: 'Первая запись',
    clash: 'Порядок',
    fields: 'Переезд осенью',
    deleted: 'Удалённое',
    category: 'Планы',
    tag: 'важно',
    search: 'Важное',
    query: 'запись',
    nothing: 'ничегонет',
  },
};
