import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { DroppedPaths } from '~/lib/drop';

import { newClientId, isOpenable, type Backend, type Capabilities } from './backend';
import { decodeResponse, type CommandName, type Requests, type Responses } from './commands';
import { list, number, object, string } from './decode';
import { ApiError } from './errors';
import { manyGiven, type Given } from './given';
import { attachment, event, type Attachment, type BackendEvent } from './types';

const paths = list(string);
const dropped = object({ paths, position: object({ x: number, y: number }) });
const uploaded = object({ upload: string });

async function invokeCommand(
  command: string,
  body: Record<string, unknown> | Uint8Array,
  headers?: Record<string, string>,
): Promise<unknown> {
  try {
    const answer: unknown = await invoke(command, body, headers ? { headers } : undefined);
    return answer;
  } catch (error) {
    throw ApiError.from(error);
  }
}

/** Hears an event of the shell until the returned function is called. */
function hear(name: string, listener: (payload: unknown) => void): () => void {
  let wanted = true;
  let stop: (() => void) | null = null;
  void listen<unknown>(name, ({ payload }) => listener(payload)).then((unlisten) => {
    if (wanted) stop = unlisten;
    else unlisten();
  });
  return () => {
    wanted = false;
    stop?.();
  };
}

/** Talks to the desktop shell that this window belongs to. */
export class TauriBackend implements Backend {
  readonly capabilities: Capabilities = { pickPaths: true, browserKeys: false };
  readonly client = newClientId();

  async call<Name extends CommandName>(
    name: Name,
    request: Requests[Name],
  ): Promise<Responses[Name]> {
    const answer = await invokeCommand('rpc', { name, body: request, client: this.client });
    return decodeResponse(name, answer);
  }

  subscribe(listener: (event: BackendEvent) => void): () => void {
    return hear('longhand://event', (payload) => listener(event(payload, 'event')));
  }

  onGiven(listener: (given: Given) => void): () => void {
    const take = async () => {
      const answer = await invokeCommand('take_given', {});
      for (const given of manyGiven(answer, 'take_given')) listener(given);
    };
    // What was given before anyone listened waits in the shell.
    void take().catch(() => undefined);
    return hear('longhand://given', () => void take().catch(() => undefined));
  }

  onPathsDropped(listener: (drop: DroppedPaths) => void): () => void {
    return hear('tauri://drag-drop', (payload) => {
      const drop = dropped(payload, 'drop');
      // The shell counts the pixels of the screen.
      const { x, y } = drop.position;
      const scale = window.devicePixelRatio;
      listener({ paths: drop.paths, x: x / scale, y: y / scale });
    });
  }

  attachmentUrl(id: string): string {
    return convertFileSrc(`attachment/${id}`, 'longhand-asset').replace('%2F', '/');
  }

  async attach(document: string | null, file: File): Promise<Attachment> {
    return attachment(await this.#send(file, { document: document ?? '' }), 'attachment');
  }

  async upload(file: File): Promise<string> {
    return uploaded(await this.#send(file, {}), 'upload').upload;
  }

  async pickPaths(kind: 'files' | 'folder'): Promise<readonly string[]> {
    const command = kind === 'files' ? 'pick_files' : 'pick_folder';
    const answer = await invokeCommand(command, {});
    if (answer === null || answer === undefined) return [];
    return typeof answer === 'string' ? [answer] : paths(answer, command);
  }

  async openExternal(url: string): Promise<void> {
    if (isOpenable(url)) await invokeCommand('open_external', { url });
  }

  setTitle(title: string): void {
    document.title = title;
    void invokeCommand('set_title', { title }).catch(() => undefined);
  }

  showWindow(): void {
    void invokeCommand('ui_ready', {}).catch(() => undefined);
  }

  async #send(file: File, headers: Record<string, string>): Promise<unknown> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    // Header values are ASCII; names are not.
    return invokeCommand('upload', bytes, { ...headers, name: encodeURIComponent(file.name) });
  }
}
