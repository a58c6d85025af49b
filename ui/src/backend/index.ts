import type { Backend } from './backend';

export { isOpenable, type Backend, type Capabilities } from './backend';
export type * from './conflicts';
export type { CommandName, ImportRequest, Requests, Responses } from './commands';
export { ApiError, type ErrorCode } from './errors';
export type { Given } from './given';
export type * from './proposals';
export { mergeSettings } from './settings';
export type * from './types';
export type * from './upkeep';

/** Finds out where this page runs and opens the door to the program there. */
export async function connect(): Promise<Backend> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('fake')) {
    const { FakeBackend } = await import('./fake');
    return new FakeBackend();
  }
  if ('__TAURI_INTERNALS__' in window) {
    const { TauriBackend } = await import('./tauri');
    return new TauriBackend();
  }
  const { HttpBackend } = await import('./http');
  return HttpBackend.connect();
}
