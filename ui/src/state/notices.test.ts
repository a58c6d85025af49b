import { expect, it } from 'vitest';

import { UndoStack } from '~/lib/undo.svelte';

import { Notices } from './notices.svelte';

it('keeps the last fifty, and errors longer than the rest', () => {
  const notices = new Notices(new UndoStack());
  notices.say('The disk is full.', { tone: 'error' });
  for (let n = 0; n < 60; n++) notices.say(`Saved ${n}`);
  expect(notices.log).toHaveLength(50);
  expect(notices.log[0]?.text).toBe('Saved 59');
  expect(notices.log.at(-1)?.text).toBe('The disk is full.');
});

it('counts what was not looked at', () => {
  const notices = new Notices(new UndoStack());
  notices.say('One');
  notices.say('Two', { tone: 'error' });
  expect([notices.unread, notices.unreadErrors]).toEqual([2, 1]);
  notices.markSeen();
  notices.say('Three');
  expect([notices.unread, notices.unreadErrors]).toEqual([1, 0]);
});

it('forgets one in the list and on the screen', () => {
  const notices = new Notices(new UndoStack());
  notices.say('One');
  const id = notices.log[0]?.id ?? 0;
  notices.forget(id);
  expect([notices.log.length, notices.shown.length]).toEqual([0, 0]);
});
