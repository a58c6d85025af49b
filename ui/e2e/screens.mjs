// Every screen there is, and how a person comes to it in any language: for the tests that look at all
// of them, and for the photographs.

const LISTS = ['all', 'inbox', 'favorites', 'recent', 'templates', 'trash'];
const SECTIONS = [
  'general',
  'appearance',
  'editor',
  'files',
  'keyboard',
  'keys',
  'storage',
  'privacy',
  'about',
];

const view = (name, ready) => [
  `view ${name}`,
  async (me) => {
    await me.go(`/${name}`);
    await ready(me);
  },
];

/** Each is a name and the steps of a `Person`, which may give the step that leads away again. */
export const SCREENS = [
  ...LISTS.map((name) => [
    `list ${name}`,
    async (me) => {
      await me.go(`/lib/${name}`);
      await me.sees('listbox', me.t(`list.${name}`));
    },
  ]),
  [
    'a category',
    async (me) => {
      await me.go(`/cat/${me.ids.categories[me.cast.category]}`);
      await me.sees('listbox', me.cast.category);
    },
  ],
  [
    'a tag',
    async (me) => {
      await me.go(`/tag/${me.ids.tags[me.cast.tag]}`);
      await me.sees('listbox', me.cast.tag, false);
    },
  ],
  [
    'a saved search',
    async (me) => {
      await me.go(`/saved/${me.ids.searches[me.cast.search]}`);
      await me.sees('listbox', me.cast.search);
    },
  ],
  ['a document, split', (me) => me.mode('split')],
  ['a document, edited', (me) => me.mode('edit')],
  ['a document, read', (me) => me.mode('preview')],
  [
    'a long title',
    async (me) => {
      await me.mode('split');
      await me.open(me.cast.long);
    },
  ],
  [
    'a document that is not there',
    async (me) => {
      await me.go('/doc/00000000-0000-7000-8000-000000000000');
      await me.reads('error.notFound');
    },
  ],
  ...['outline', 'links', 'info'].map((tab) => [`inspector ${tab}`, (me) => me.inspector(tab)]),
  [
    'find and replace',
    async (me) => {
      await me.mode('edit');
      await me.page.locator('.cm-content:visible').click();
      await me.press('Control+h');
      await me.page.locator('.cm-search, .cm-panel').first().waitFor();
      await me.type(me.cast.query);
    },
  ],
  [
    'history',
    async (me) => {
      await me.go(`/doc/${me.ids.documents[me.cast.versions]}/history`);
      await me.page.locator('[id^="version-"]').nth(1).click();
      await me.page.locator('.cm-content:visible').first().waitFor();
    },
  ],
  ['a conflict, inline', (me) => me.resolve(me.cast.clash, 'inline')],
  ['a conflict, three columns', (me) => me.resolve(me.cast.clash, 'columns')],
  ['a conflict of properties', (me) => me.resolve(me.cast.fields)],
  [
    'a conflict with a deletion',
    async (me) => {
      await me.go(`/doc/${me.ids.documents[me.cast.deleted]}/conflict`);
      await me.sees('button', me.t('conflicts.keepDocument'), false);
    },
  ],
  [
    'a document in conflict',
    async (me) => {
      await me.open(me.cast.clash);
      await me.sees('button', me.t('conflicts.resolve'));
    },
  ],
  [
    'conflicts in bulk',
    async (me) => {
      await me.go('/conflicts');
      await me.sees('listbox', me.t('view.conflicts'));
      await me.find('listbox', me.t('view.conflicts')).focus();
      await me.press('Control+a');
      await me.click('button', 'conflicts.all.theirs');
      await me.sees('dialog');
    },
  ],
  [
    'search before a query',
    async (me) => {
      await me.search('');
      await me.reads('search.operators');
    },
  ],
  [
    'search results',
    async (me) => {
      await me.search(me.cast.query);
      await me.page
        .getByRole('listbox', { name: me.t('search.results') })
        .getByRole('option')
        .first()
        .waitFor();
    },
  ],
  [
    'search without a result',
    async (me) => {
      await me.search(me.cast.nothing);
      await me.reads('search.none', { query: me.cast.nothing });
    },
  ],
  [
    'a query that cannot be read',
    async (me) => {
      await me.search(`"${me.cast.query}`);
      await me.page.locator('[role=alert], .problem').first().waitFor();
    },
  ],
  [
    'the end of a search',
    async (me) => {
      await me.search('');
      await me.press('Escape');
      await me.sees('listbox', me.t('list.all'));
    },
  ],
  [
    'the omnibox',
    async (me) => {
      await me.press('Control+p');
      await me.page.getByRole('option').first().waitFor();
    },
  ],
  [
    'the palette',
    async (me) => {
      await me.press('F1');
      await me.page.getByRole('option').first().waitFor();
    },
  ],
  [
    'the help of the omnibox',
    async (me) => {
      await me.press('Control+p');
      await me.type('?');
      await me.page.getByRole('option').first().waitFor();
    },
  ],
  [
    'the menu',
    async (me) => {
      await me.press('F10');
      await me.click('menuitem', 'group.go');
      await me.sees('menuitem', me.t('action.forward'), false);
    },
  ],
  [
    'the menu of a document',
    async (me) => {
      await me.open(me.cast.tour);
      await me.click('button', 'document.menu');
      await me.page.getByRole('menuitem').first().waitFor();
    },
  ],
  [
    'the menu of a row',
    async (me) => {
      await me.go('/lib/all');
      await me.page.getByRole('option').first().click({ button: 'right' });
      await me.page.getByRole('menuitem').first().waitFor();
    },
  ],
  [
    'the filter of a list',
    async (me) => {
      await me.go('/lib/all');
      await me.click('button', 'list.filter');
      await me.sees('dialog');
      await me.reads('filter.only');
    },
  ],
  [
    'the order of a list',
    async (me) => {
      await me.go('/lib/all');
      await me.click('button', 'list.sort');
      await me.page.getByRole('menuitemcheckbox', { name: me.t('sort.size') }).waitFor();
    },
  ],
  [
    'many selected',
    async (me) => {
      await me.pick(me.cast.tour);
      await me.press('Control+a');
      await me.sees('button', me.t('list.clearSelection'), false);
    },
  ],
  [
    'what was done',
    async (me) => {
      await me.pick(me.cast.tour);
      await me.press('Delete');
      await me.page
        .getByRole('region', { name: me.t('region.toasts') })
        .getByRole('status')
        .first()
        .waitFor();
      await me.press('Control+z');
    },
  ],
  [
    'rename',
    async (me) => {
      await me.pick(me.cast.tour);
      await me.press('F2');
      await me.sees('dialog');
    },
  ],
  [
    'tags of a document',
    async (me) => {
      await me.pick(me.cast.tour);
      await me.press('t');
      await me.page.getByRole('option').first().waitFor();
    },
  ],
  [
    'move to a category',
    async (me) => {
      await me.pick(me.cast.tour);
      await me.press('m');
      await me.page.getByRole('option').first().waitFor();
    },
  ],
  [
    'a new category',
    async (me) => {
      await me.command('action.newCategory');
      await me.sees('dialog');
    },
  ],
  [
    'an empty Trash is asked for',
    async (me) => {
      await me.command('action.emptyTrash');
      await me.sees('dialog');
    },
  ],
  [
    'a new document from a template',
    async (me) => {
      await me.command('action.newFromTemplate');
      await me.page.getByRole('option').first().waitFor();
    },
  ],
  [
    'shortcuts',
    async (me) => {
      await me.command('action.shortcuts');
      await me.sees('dialog', me.t('action.shortcuts'));
    },
  ],
  [
    'import',
    async (me) => {
      await me.go('/import');
      await me.sees('dialog', me.t('import.title'));
    },
  ],
  [
    'the report of an import',
    async (me) => {
      await me.go('/import');
      await me.page.locator('input[type=file]').setInputFiles([
        { name: '1.md', mimeType: 'text/markdown', buffer: Buffer.from(`# ${me.cast.query}\n`) },
        {
          name: '2.md',
          mimeType: 'text/markdown',
          buffer: Buffer.from([0x23, 0x20, 0xe9, 0x0a]),
        },
      ]);
      await me.sees('button', me.t('import.chooseOthers'));
    },
  ],
  ...SECTIONS.map((section) => [`settings ${section}`, (me) => me.settings(section)]),
  [
    'a new key',
    async (me) => {
      await me.settings('keys');
      await me.click('tab', 'settings.keys');
      await me.click('button', 'keys.new');
      await me.sees('button', me.t('keys.create'));
    },
  ],
  view('activity', (me) => me.page.getByRole('row').nth(2).waitFor()),
  [
    'an entry of the activity',
    async (me) => {
      await me.go('/activity');
      await me.page.getByRole('row').nth(2).focus();
      await me.press('Enter');
      await me.sees('dialog');
    },
  ],
  view('graph', (me) => me.page.locator('canvas').first().waitFor()),
  view('conflicts', (me) => me.sees('listbox', me.t('view.conflicts'))),
  view('jobs', (me) => me.sees('heading', me.t('view.jobs'))),
  view('proposals', (me) => me.sees('listbox', me.t('view.proposals'))),
  view('storage', (me) => me.sees('heading', me.t('storage.largest'))),
  [
    'storage, reclaimed',
    async (me) => {
      await me.go('/storage');
      await me.sees('heading', me.t('storage.largest'));
      await me.page.locator('main header button').last().click();
      await me.sees('dialog');
    },
  ],
  view('templates', (me) => me.sees('heading', me.t('templates.variables'))),
  view('attachments', (me) => me.page.getByRole('button', { name: /\.png/ }).first().waitFor()),
  [
    'an attachment',
    async (me) => {
      await me.go('/attachments');
      await me.page.getByRole('button', { name: /\.png/ }).first().click();
      await me.sees('dialog');
    },
  ],
  view('notifications', (me) => me.sees('heading', me.t('view.notifications'))),
  view('welcome', (me) => me.sees('button', me.t('welcome.start'))),
  [
    'focus on the text',
    async (me) => {
      await me.mode('edit');
      await me.press('F8');
      await me.page.locator('.cm-content:visible').waitFor();
      return () => me.press('F8');
    },
  ],
];
