import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';

import { isInCode } from '~/editor/paste/plan';
import type { CompletionSources } from './sources';

/** Known tags after `#`. */
export function completeTag(
  context: CompletionContext,
  sources: CompletionSources,
): CompletionResult | null {
  const before = context.matchBefore(/(?:^|[\s([])#[\p{L}\p{N}_/-]+/u);
  if (!before || isInCode(context.state, context.pos)) return null;
  const from = before.from + before.text.indexOf('#') + 1;
  return {
    from,
    options: sources.tags().map((name) => ({ label: name })),
    validFor: /^[\p{L}\p{N}_/-]*$/u,
  };
}
