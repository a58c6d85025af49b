/** The shapes of the commands that review what keys proposed. */
import {
  boolean,
  list,
  number,
  object,
  oneOf,
  optional,
  string,
  unknown,
  type Decoded,
} from './decode';

export const changeSet = object({
  id: string,
  key: string,
  keyName: string,
  note: string,
  waiting: number,
  accepted: number,
  rejected: number,
  createdAt: string,
  updatedAt: string,
});
export type ChangeSet = Decoded<typeof changeSet>;

const fieldName = oneOf(
  'title',
  'description',
  'category',
  'tags',
  'favorite',
  'pinned',
  'template',
  'public',
);
export type ProposedFieldName = Decoded<typeof fieldName>;
const field = object({ name: fieldName, before: unknown, after: unknown, changedSince: boolean });
export type ProposedField = Decoded<typeof field>;

const outcome = oneOf('saved', 'unchanged', 'merged', 'conflict');
const change = object({
  id: string,
  kind: oneOf('create', 'save', 'update', 'trash'),
  state: oneOf('waiting', 'accepted', 'rejected', 'replaced'),
  document: string,
  title: string,
  present: oneOf('there', 'trashed', 'absent'),
  fields: list(field),
  text: optional(object({ before: string, after: string, outcome })),
});
export type ReviewedChange = Decoded<typeof change>;

export const review = object({ changeSet, changes: list(change), next: optional(string) });

export const accepted = object({
  changeSet,
  accepted: list(object({ id: string, document: string, outcome })),
  refused: list(object({ id: string, title: string, reason: string })),
  batch: optional(string),
});
export type Accepted = Decoded<typeof accepted>;

export const rejected = object({ changeSet, rejected: number, batch: string });

export interface ProposalList {
  readonly state: 'open' | 'all';
  readonly limit?: number;
  readonly cursor?: string;
}
export interface Decision {
  readonly id: string;
  readonly changes?: readonly string[];
}
