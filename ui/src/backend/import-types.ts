/** The shapes of imports, each with its decoder. They mirror crates/export. */
import { list, number, object, oneOf, optional, string, withDefault, type Decoded } from './decode';

/** How a file that is not UTF-8 may be read. */
const encoding = oneOf('windows-1252', 'gb18030', 'shift_jis');
export type Encoding = Decoded<typeof encoding>;
export const importProblem = object({
  path: string,
  kind: string,
  message: string,
  encodings: withDefault(list(encoding), []),
});
export type ImportProblem = Decoded<typeof importProblem>;
export const importReport = object({
  documents: number,
  attachments: number,
  bytes: number,
  unchanged: number,
  updates: number,
  problems: list(importProblem),
  unresolvedLinks: withDefault(number, 0),
  categories: withDefault(number, 0),
  sample: withDefault(
    list(object({ path: string, title: string, category: list(string), tags: list(string) })),
    [],
  ),
});
export type ImportReport = Decoded<typeof importReport>;
export const importOutcome = object({
  created: number,
  updated: number,
  unchanged: number,
  skipped: number,
  attachments: number,
  problems: list(importProblem),
  batch: optional(string),
});
export type ImportOutcome = Decoded<typeof importOutcome>;
