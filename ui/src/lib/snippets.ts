import type { MessageKey } from './i18n/index.svelte';

/**
 * Blocks that can be inserted, with the places to fill in as `${…}`. `word` finds one in the menu
 * of the editor whatever the language of the interface.
 */
export const SNIPPETS = [
  { id: 'heading1', word: 'h1', title: 'snippet.heading1', text: '# ${}' },
  { id: 'heading2', word: 'h2', title: 'snippet.heading2', text: '## ${}' },
  { id: 'heading3', word: 'h3', title: 'snippet.heading3', text: '### ${}' },
  { id: 'bullets', word: 'list', title: 'snippet.bullets', text: '- ${}' },
  { id: 'numbers', word: 'ol', title: 'snippet.numbers', text: '1. ${}' },
  { id: 'task', word: 'todo', title: 'snippet.task', text: '- [ ] ${}' },
  { id: 'quote', word: 'quote', title: 'snippet.quote', text: '> ${}' },
  {
    id: 'table',
    word: 'table',
    title: 'snippet.table',
    text: '| ${   } |     |\n| --- | --- |\n|     |     |',
  },
  { id: 'code', word: 'code', title: 'snippet.code', text: '```${}\n${}\n```' },
  { id: 'callout', word: 'callout', title: 'snippet.callout', text: '> [!${NOTE}]\n> ${}' },
  { id: 'math', word: 'math', title: 'snippet.math', text: '$$\n${}\n$$' },
  {
    id: 'diagram',
    word: 'mermaid',
    title: 'snippet.diagram',
    text: '```mermaid\nflowchart LR\n  ${A} --> ${B}\n```',
  },
  { id: 'rule', word: 'hr', title: 'snippet.rule', text: '---\n\n${}' },
  { id: 'footnote', word: 'footnote', title: 'snippet.footnote', text: '[^${1:1}]: ${2}' },
  {
    id: 'badge',
    word: 'badge',
    title: 'snippet.badge',
    text: '![${1:label}: ${2:message}](https://img.shields.io/badge/${1:label}-${2:message}-${3:blue})',
  },
  { id: 'link', word: 'link', title: 'snippet.link', text: '[[${}' },
] as const satisfies readonly {
  readonly id: string;
  readonly word: string;
  readonly title: MessageKey;
  readonly text: string;
}[];

export type SnippetId = (typeof SNIPPETS)[number]['id'];

/** A day as it sorts: `2026-11-28`, where the person is. */
export function isoDay(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function clockTime(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(now.getHours())}:${two(now.getMinutes())}`;
}
