import type { MessageKey } from '~/lib/i18n/index.svelte';

export interface Operator {
  readonly operator: string;
  readonly meaning: MessageKey;
}

/** What the query language knows, as it is offered. One that ends in `:` waits for a value. */
export const OPERATORS: readonly Operator[] = [
  { operator: '"exact phrase"', meaning: 'search.op.phrase' },
  { operator: '-word', meaning: 'search.op.not' },
  { operator: 'a OR b', meaning: 'search.op.or' },
  { operator: 'title:', meaning: 'search.op.title' },
  { operator: 'tag:', meaning: 'search.op.tag' },
  { operator: 'category:', meaning: 'search.op.category' },
  { operator: 'is:favorite', meaning: 'search.op.is' },
  { operator: 'has:task', meaning: 'search.op.has' },
  { operator: 'after:7d', meaning: 'search.op.after' },
  { operator: '/regex/', meaning: 'search.op.regex' },
  { operator: 'in:history', meaning: 'search.op.history' },
];
