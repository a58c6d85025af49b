import { expect, it } from 'vitest';

import { linkMention } from './link-mention';

it.each([
  ['See Runbook for it.', 'Runbook', 'See [[Runbook]] for it.'],
  ['See the runbook.', 'Runbook', 'See the [[Runbook|runbook]].'],
  ['a Plan  B here', 'Plan B', 'a [[Plan B|Plan  B]] here'],
  ['Runbooks, and Runbook', 'Runbook', 'Runbooks, and [[Runbook]]'],
  ['`Runbook` is Runbook', 'Runbook', '`Runbook` is [[Runbook]]'],
  ['[Runbook](x.md) and Runbook', 'Runbook', '[Runbook](x.md) and [[Runbook]]'],
  ['[[Other|Runbook]] Runbook', 'Runbook', '[[Other|Runbook]] [[Runbook]]'],
  ['```\nRunbook\n```\n\nRunbook', 'Runbook', '```\nRunbook\n```\n\n[[Runbook]]'],
  ['---\ntitle: Runbook\n---\nRunbook', 'Runbook', '---\ntitle: Runbook\n---\n[[Runbook]]'],
  ['| a |\n|---|\n| runbook |', 'Runbook', '| a |\n|---|\n| [[Runbook\\|runbook]] |'],
  ['one\r\ntwo Runbook\r\n', 'Runbook', 'one\r\ntwo [[Runbook]]\r\n'],
  ['明日の計画書を見る', '計画書', '明日の[[計画書]]を見る'],
  ['see C# [old] now', 'C# [old]', 'see [C# \\[old\\]](C%23%20%5Bold%5D) now'],
  ['what (a+b)? is', '(a+b)?', 'what [[(a+b)?]] is'],
])('links %j to %j', (text, title, expected) => {
  expect(linkMention(text, 1, title)).toBe(expected);
});

it('takes the first place from the line on', () => {
  expect(linkMention('Plan\n\nPlan', 3, 'Plan')).toBe('Plan\n\n[[Plan]]');
});

it.each(['Runbooks only', '`Runbook`', 'https://e.org/Runbook', 'nothing'])(
  'finds no place in %j',
  (text) => {
    expect(linkMention(text, 1, 'Runbook')).toBeNull();
  },
);
