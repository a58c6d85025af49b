import { newClientId, isOpenable, type Backend, type Capabilities } from './backend';
import { decodeResponse, type CommandName, type Requests, type Responses } from './commands';
import { object, string } from './decode';
import { ApiError } from './errors';
import { attachment, event, type Attachment, type BackendEvent } from './types';

const EVENT_NAMES = [
  'documents',
  'categories',
  'tags',
  'attachments',
  'savedSearches',
  'settings',
  'keys',
  'proposals',
  'job',
  'elsewhere',
] as const;

const uploaded = object({ upload: string });

/** Talks to `lh serve`: commands by POST, events by a server-sent stream, bytes by URL. */
export class HttpBackend implements Backend {
  readonly capabilities: Capabilities = { pickPaths: false, browserKeys: true };
  readonly client = newClientId();

  /** Trades the one-time token of the printed link for a session cookie, once. */
  static async connect(): Promise<HttpBackend> {
    const backend = new HttpBackend();
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token !== null) {
      history.replaceState(null, '', location.pathname);
      await backend.#post('/v1/session', JSON.stringify({ token }), 'application/json');
    }
    return backend;
  }

  async call<Name extends CommandName>(
    name: Name,
    request: Requests[Name],
  ): Promise<Responses[Name]> {
    const answer = await this.#post(`/v1/rpc/${name}`, JSON.stringify(request), 'application/json');
    return decodeResponse(name, answer);
  }

  subscribe(listener: (event: BackendEvent) => void): () => void {
    const source = new EventSource(`/v1/events?client=${encodeURIComponent(this.client)}`);
    let wasOpen = false;
    const hear = (message: MessageEvent<unknown>) => {
      if (typeof message.data !== 'string') return;
      const data: unknown = JSON.parse(message.data);
      listener(event(data, 'event'));
    };
    for (const name of EVENT_NAMES) source.addEventListener(name, hear);
    source.addEventListener('open', () => {
      // What happened while the stream was down is not repeated: everything shown is read again.
      if (wasOpen) listener({ event: 'elsewhere' });
      wasOpen = true;
    });
    return () => source.close();
  }

  attachmentUrl(id: string): string {
    return `/v1/attachments/${encodeURIComponent(id)}`;
  }

  async attach(document: string | null, file: File): Promise<Attachment> {
    const query = new URLSearchParams({ ...(document !== null && { document }), name: file.name });
    const answer = await this.#post(`/v1/attachments?${query.toString()}`, file, file.type);
    return attachment(answer, 'attachment');
  }

  async upload(file: File): Promise<string> {
    const query = new URLSearchParams({ name: file.name });
    const answer = await this.#post(`/v1/uploads?${query.toString()}`, file, file.type);
    return uploaded(answer, 'upload').upload;
  }

  pickPaths(): Promise<readonly string[]> {
    return Promise.reject(new ApiError('unsupported', 'A browser cannot choose paths.'));
  }

  onGiven(): () => void {
    // A page is handed nothing but its address.
    return () => undefined;
  }

  onPathsDropped(): () => void {
    // A browser gives files, not paths.
    return () => undefined;
  }

  openExternal(url: string): Promise<void> {
    if (isOpenable(url)) window.open(url, '_blank', 'noopener,noreferrer');
    return Promise.resolve();
  }

  showWindow(): void {
    // A browser shows its own window.
  }

  setTitle(title: string): void {
    document.title = title;
  }

  async #post(path: string, body: BodyInit, type: string): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(path, {
        method: 'POST',
        body,
        headers: {
          'Content-Type': type === '' ? 'application/octet-stream' : type,
          'X-Longhand-Client': this.client,
        },
        credentials: 'same-origin',
      });
    } catch (cause) {
      throw new ApiError('unreachable', String(cause));
    }
    const text = await response.text();
    if (response.ok) return text === '' ? {} : parseJson(text);
    throw text === '' ? new ApiError('internal', response.statusText) : errorOf(text, response);
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new ApiError('internal', String(cause));
  }
}

function errorOf(text: string, response: Response): ApiError {
  try {
    return ApiError.from(JSON.parse(text));
  } catch {
    return new ApiError('internal', `${response.status} ${response.statusText}`);
  }
}
