import { conflictActions } from './conflicts';
import { documentActions } from './document';
import { editorActions } from './editor';
import { goActions } from './go';
import type { Action } from './registry';
import { tabActions } from './tabs';
import { viewActions } from './view';
import { viewRoutes } from './views';

export {
  actionFor,
  actionsWith,
  exists,
  isEnabled,
  keysOf,
  missing,
  shownKey,
  type Action,
} from './registry';

export const ACTIONS: readonly Action[] = [
  ...documentActions,
  ...tabActions,
  ...goActions,
  ...conflictActions,
  ...viewRoutes,
  ...viewActions,
  ...editorActions,
];

const byId = new Map(ACTIONS.map((action) => [action.id, action]));

/** The action with this id; an unknown id is a mistake in the program. */
export function action(id: string): Action {
  const found = byId.get(id);
  if (!found) throw new Error(`invariant: there is no action ${id}`);
  return found;
}
