import { isRecord } from './decode';

export const ERROR_CODES = [
  'notFound',
  'ambiguous',
  'invalid',
  'tooLarge',
  'conflict',
  'forbidden',
  'unauthorized',
  'rateLimited',
  'readOnly',
  'diskFull',
  'damaged',
  'newerLibrary',
  'locked',
  'unreadableQuery',
  'cancelled',
  'busy',
  'unsupported',
  'internal',
  // Said by the transports themselves, never by the core.
  'unreachable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export function isErrorCode(value: unknown): value is ErrorCode {
  return ERROR_CODES.some((code) => code === value);
}

/** What a command answers when it cannot do what was asked. The code drives what happens next. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** The id under which the log has the cause. */
  readonly reference: string | undefined;
  readonly details: unknown;

  constructor(
    code: ErrorCode,
    message: string,
    more: { hint?: string | undefined; reference?: string | undefined; details?: unknown } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.hint = more.hint;
    this.reference = more.reference;
    this.details = more.details;
  }

  /** Reads an error as a transport delivered it; anything unreadable is an internal error. */
  static from(value: unknown): ApiError {
    if (value instanceof ApiError) return value;
    if (value instanceof Error) return new ApiError('internal', value.message);
    if (typeof value === 'string') return new ApiError('internal', value);
    if (!isRecord(value)) return new ApiError('internal', 'The program gave no reason.');
    const code = isErrorCode(value['code']) ? value['code'] : 'internal';
    const text = (name: string) => {
      const field = value[name];
      return typeof field === 'string' ? field : undefined;
    };
    return new ApiError(code, text('message') ?? 'The program gave no reason.', {
      hint: text('hint'),
      reference: text('reference'),
      details: value['details'],
    });
  }
}
