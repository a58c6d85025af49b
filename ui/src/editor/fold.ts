import { foldAll, forceParsing } from '@codemirror/language';
import type { Command } from '@codemirror/view';

/** Long enough for a text of a megabyte; what is not read by then stays open. */
const PARSE_MS = 500;

/** Folds all headings, lists and code. What folds is known only once the whole text was read. */
export const foldEverything: Command = (view) => {
  forceParsing(view, view.state.doc.length, PARSE_MS);
  return foldAll(view);
};
