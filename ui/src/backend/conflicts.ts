/** The shapes of the commands about conflicts. */
import { object, list, oneOf, optional, string, tagged, type Decoded } from './decode';

const about = {
  id: string,
  document: string,
  remote: optional(string),
  kind: oneOf('text', 'deleteEdit', 'metadata'),
  base: optional(string),
  mine: string,
  theirs: optional(string),
  createdAt: string,
  resolvedAt: optional(string),
  title: string,
};

export const openConflict = object(about);
export type OpenConflict = Decoded<typeof openConflict>;

const region = tagged('kind', {
  stable: { text: string },
  auto: { side: oneOf('mine', 'theirs', 'both'), base: string, text: string },
  conflict: { base: string, mine: string, theirs: string },
});
export type MergeRegion = Decoded<typeof region>;

export const conflictSides = object({
  ...about,
  hash: string,
  baseText: optional(string),
  myText: string,
  theirText: optional(string),
  merge: optional(
    tagged('outcome', {
      clean: { value: string },
      conflict: { value: object({ regions: list(region) }) },
    }),
  ),
});
export type ConflictSides = Decoded<typeof conflictSides>;

/** What is decided: a side, or a text. */
export type Resolution = {
  readonly id: string;
  /** The hash of the document's text that the decision was made on. */
  readonly baseHash: string;
} & ({ readonly keep: 'mine' | 'theirs' | 'both' } | { readonly text: string });
