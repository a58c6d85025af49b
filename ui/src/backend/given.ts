/** What the desktop hands to the program: links into it, and files to open. */
import { list, object, string, type Decoder } from './decode';
import { ApiError } from './errors';

export type Given =
  | { readonly kind: 'place'; readonly address: string }
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  /** A file that is not there, or a link that leads nowhere. */
  | { readonly kind: 'unknown'; readonly name: string };

const kinds = object({ kind: string });
const places = object({ address: string });
const files = object({ paths: list(string) });
const unknowns = object({ name: string });

const given: Decoder<Given> = (value, path) => {
  const { kind } = kinds(value, path);
  switch (kind) {
    case 'place':
      return { kind, ...places(value, path) };
    case 'files':
      return { kind, ...files(value, path) };
    case 'unknown':
      return { kind, ...unknowns(value, path) };
    default:
      throw new ApiError('internal', `${path}: the shell gave something unknown: ${kind}`);
  }
};

export const manyGiven = list(given);
