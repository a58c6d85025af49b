import { describe, expect, it } from 'vitest';

import { dateGroup, relativeTime } from './dates';

const now = new Date(2026, 10, 21, 15, 0, 0);

describe('dates in lists', () => {
  it.each([
    [new Date(2026, 10, 21, 14, 59, 30), 'just now', 'Today'],
    [new Date(2026, 10, 21, 14, 48), '12 min. ago', 'Today'],
    [new Date(2026, 10, 21, 9, 0), '6 hr. ago', 'Today'],
    [new Date(2026, 10, 20, 23, 50), 'Yesterday', 'Yesterday'],
    [new Date(2026, 10, 16, 12, 0), 'Mon', 'This week'],
    [new Date(2026, 10, 12, 12, 0), 'Nov 12', 'November'],
    [new Date(2024, 0, 5, 12, 0), 'Jan 5, 2024', 'January 2024'],
  ])('%s', (date, relative, group) => {
    expect(relativeTime(date, now)).toBe(relative);
    expect(dateGroup(date, now)).toBe(group);
  });

  it('calls a clock that is a little ahead "just now"', () => {
    expect(relativeTime(new Date(now.getTime() + 5_000), now)).toBe('just now');
  });
});
