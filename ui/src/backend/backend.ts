import type { DroppedPaths } from '~/lib/drop';

import type { CommandName, Requests, Responses } from './commands';
import type { Given } from './given';
import type { Attachment, BackendEvent } from './types';

/** What this host can do that another cannot: the interface asks these and never the platform. */
export interface Capabilities {
  /** Native dialogs give paths on this computer; without them files are uploaded. */
  readonly pickPaths: boolean;
  /** The browser keeps chords such as Ctrl+N for itself. */
  readonly browserKeys: boolean;
}

/** The one door to the program: a window, a server, or a fake in memory stand behind it. */
export interface Backend {
  readonly capabilities: Capabilities;
  /** Names this window in events, so that it can tell its own changes from others'. */
  readonly client: string;
  /** Runs a command. Rejects with an {@link ApiError} and with nothing else. */
  call<Name extends CommandName>(name: Name, request: Requests[Name]): Promise<Responses[Name]>;
  /** Hears of changes until the returned function is called. */
  subscribe(listener: (event: BackendEvent) => void): () => void;
  /** Where an attachment's bytes are; usable as the source of an image. */
  attachmentUrl(id: string): string;
  /** Stores a file with a document, or with none yet. */
  attach(document: string | null, file: File): Promise<Attachment>;
  /** Sends a file and returns the id that `import.scan` takes as a source. */
  upload(file: File): Promise<string>;
  /** Asks for files, or for a folder; an empty list when the person thought better of it. */
  pickPaths(kind: 'files' | 'folder'): Promise<readonly string[]>;
  /** Takes what the desktop hands over, such as links and files that are opened with the program. */
  onGiven(listener: (given: Given) => void): () => void;
  /** Hears of files that are dropped onto the window, where the host tells their paths. */
  onPathsDropped(listener: (drop: DroppedPaths) => void): () => void;
  /** Opens an http, https or mailto address outside. */
  openExternal(url: string): Promise<void>;
  setTitle(title: string): void;
  /** The interface has drawn itself, so there is something to show. */
  showWindow(): void;
}

const OPENABLE = /^(https?|mailto):/i;

export function isOpenable(url: string): boolean {
  return OPENABLE.test(url);
}

export function newClientId(): string {
  return crypto.randomUUID();
}
