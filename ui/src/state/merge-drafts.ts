import { list, number, object, pair, string, tagged, type Decoded } from '~/backend/decode';
import { recall, remember } from '~/lib/storage';

import type { Decision } from './merge-pieces';

// What is decided so far waits on this computer while a person does something else: half a merge
// outlives a restart. It is about one text of the document and forgotten with it.

const KEY = 'mergeDrafts';
const MOST = 20;

const decision = tagged('choice', { mine: {}, theirs: {}, both: {}, own: { text: string } });
const drafts = list(
  object({ conflict: string, hash: string, decisions: list(pair(number, decision)) }),
);

function read(): Decoded<typeof drafts> {
  try {
    return drafts(recall(KEY) ?? [], KEY);
  } catch {
    // Written by another version of the program.
    return [];
  }
}

export function draftOf(conflict: string, hash: string): ReadonlyMap<number, Decision> {
  const found = read().find((draft) => draft.conflict === conflict && draft.hash === hash);
  return new Map(found?.decisions);
}

export function keepDraft(
  conflict: string,
  hash: string,
  decisions: ReadonlyMap<number, Decision>,
): void {
  const others = read().filter((draft) => draft.conflict !== conflict);
  const own = decisions.size === 0 ? [] : [{ conflict, hash, decisions: [...decisions] }];
  remember(KEY, [...own, ...others].slice(0, MOST));
}
