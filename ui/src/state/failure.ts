import { ApiError, type ErrorCode } from '~/backend';
import { i18n, t, type MessageKey } from '~/lib/i18n/index.svelte';

/** How an error is shown: what happened, what to do, and whether trying again can help. */
export interface Failure {
  readonly code: ErrorCode;
  readonly title: string;
  readonly hint: string | undefined;
  /** The raw message and its reference, for reports. */
  readonly details: string;
  readonly canRetry: boolean;
}

interface Presentation {
  readonly title: MessageKey;
  readonly hint: MessageKey | null;
  readonly canRetry: boolean;
}

const PRESENTATIONS: Readonly<Record<ErrorCode, Presentation>> = {
  notFound: { title: 'error.notFound', hint: null, canRetry: false },
  ambiguous: { title: 'error.ambiguous', hint: null, canRetry: false },
  invalid: { title: 'error.invalid', hint: null, canRetry: false },
  tooLarge: { title: 'error.tooLarge', hint: 'error.tooLarge.hint', canRetry: false },
  conflict: { title: 'error.conflict', hint: 'error.conflict.hint', canRetry: true },
  forbidden: { title: 'error.forbidden', hint: null, canRetry: false },
  unauthorized: { title: 'error.unauthorized', hint: 'error.unauthorized.hint', canRetry: false },
  rateLimited: { title: 'error.rateLimited', hint: 'error.rateLimited.hint', canRetry: true },
  readOnly: { title: 'error.readOnly', hint: 'error.readOnly.hint', canRetry: true },
  diskFull: { title: 'error.diskFull', hint: 'error.diskFull.hint', canRetry: true },
  damaged: { title: 'error.damaged', hint: 'error.damaged.hint', canRetry: false },
  newerLibrary: { title: 'error.newerLibrary', hint: 'error.newerLibrary.hint', canRetry: false },
  locked: { title: 'error.locked', hint: 'error.locked.hint', canRetry: true },
  unreadableQuery: { title: 'error.unreadableQuery', hint: null, canRetry: false },
  cancelled: { title: 'error.cancelled', hint: null, canRetry: true },
  busy: { title: 'error.busy', hint: null, canRetry: true },
  unsupported: { title: 'error.unsupported', hint: null, canRetry: false },
  internal: { title: 'error.internal', hint: 'error.internal.hint', canRetry: true },
  unreachable: { title: 'error.unreachable', hint: 'error.unreachable.hint', canRetry: true },
};

/** Codes whose message was written for the person who caused it. */
const SPEAKS_FOR_ITSELF: ReadonlySet<ErrorCode> = new Set([
  'invalid',
  'ambiguous',
  'unsupported',
  'unreadableQuery',
]);

export function presentError(error: unknown): Failure {
  const { code, message, hint, reference, details } = ApiError.from(error);
  const presentation = PRESENTATIONS[code];
  // The program speaks English, and its hints are those of the command line.
  const speaks = SPEAKS_FOR_ITSELF.has(code);
  const isUnderstood = i18n.locale === 'en';
  const own = isUnderstood ? hint : message;
  return {
    code,
    title: speaks && isUnderstood ? message : t(presentation.title),
    hint: presentation.hint !== null ? t(presentation.hint) : speaks ? own : undefined,
    details: [
      code,
      message,
      hint ?? '',
      reference === undefined ? '' : t('error.reference', { id: reference }),
      details === undefined || details === null ? '' : JSON.stringify(details),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    canRetry: presentation.canRetry,
  };
}
