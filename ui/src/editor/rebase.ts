import { diff } from '@codemirror/merge';
import { ChangeSet, type Text } from '@codemirror/state';

/** The smallest set of changes that turns one text into another. */
export function changesBetween(before: Text, after: Text): ChangeSet {
  const target = after.toString();
  const changes = diff(before.toString(), target, { scanLimit: 1_000 }).map(
    ({ fromA, toA, fromB, toB }) => ({ from: fromA, to: toA, insert: target.slice(fromB, toB) }),
  );
  // Both texts are joined with \n here, whatever the document's own line break is.
  return ChangeSet.of(changes, before.length, '\n');
}

/**
 * What must be applied now so that the text becomes `merged` with what was typed since `sent`
 * on top of it.
 */
export function rebase(sent: Text, merged: Text, since: ChangeSet): ChangeSet {
  return changesBetween(sent, merged).map(since);
}
