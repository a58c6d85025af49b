export interface CompletionSources {
  readonly documents: (prefix: string) => Promise<readonly { title: string; detail: string }[]>;
  /** The headings of the document with this title; of the open one where the title is empty. */
  readonly headings: (title: string) => Promise<readonly string[]>;
  readonly tags: () => readonly string[];
  readonly now: () => Date;
}
