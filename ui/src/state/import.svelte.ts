import {
  importOutcome,
  importReport,
  type ImportOutcome,
  type ImportReport,
} from '~/backend/types';
import type { Encoding, ImportRequest, Job } from '~/backend';

import type { App } from './app.svelte';
import { presentError, type Failure } from './failure';

export type ImportPhase = 'choose' | 'sending' | 'scanning' | 'report' | 'running' | 'done';

/** One import from the choice of files to the undo: first a report, then the deed. */
export class ImportState {
  phase = $state<ImportPhase>('choose');
  sources = $state.raw<readonly { readonly id: string; readonly name: string }[]>([]);
  into = $state<string | null>(null);
  report = $state.raw<ImportReport | null>(null);
  outcome = $state.raw<ImportOutcome | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** How to read the files that are not UTF-8, by path. */
  encodings = $state.raw<Readonly<Record<string, Encoding | 'skip'>>>({});
  #job = $state<string | null>(null);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    const { scope } = app.documents;
    this.into = scope.kind === 'category' ? scope.id : null;
  }

  get job(): Job | undefined {
    return this.#job === null ? undefined : this.#app.jobs.get(this.#job);
  }

  async pick(kind: 'files' | 'folder'): Promise<void> {
    await this.#attempt('choose', async () => {
      const paths = await this.#app.backend.pickPaths(kind);
      if (paths.length > 0) await this.take(paths);
    });
  }

  /** Looks into files and folders of this computer. */
  async take(paths: readonly string[]): Promise<void> {
    await this.#attempt('choose', async () => {
      this.sources = paths.map((path) => ({ id: path, name: path }));
      await this.scan();
    });
  }

  async send(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.phase = 'sending';
    await this.#attempt('choose', async () => {
      const sent: { id: string; name: string }[] = [];
      for (const file of files) {
        sent.push({ id: await this.#app.backend.upload(file), name: file.name });
      }
      this.sources = sent;
      await this.scan();
    });
  }

  async scan(): Promise<void> {
    this.phase = 'scanning';
    await this.#attempt('choose', async () => {
      const job = await this.#run('import.scan');
      if (!job) return;
      this.report = importReport(job.result, 'import.scan');
      this.phase = 'report';
    });
  }

  async run(): Promise<void> {
    this.phase = 'running';
    await this.#attempt('report', async () => {
      const job = await this.#run('import.run');
      if (!job) return;
      this.outcome = importOutcome(job.result, 'import.run');
      this.phase = 'done';
      await Promise.all([this.#app.documents.refresh(), this.#app.sidebar.load()]);
    });
  }

  async cancel(): Promise<void> {
    if (this.#job !== null) await this.#app.jobs.cancel(this.#job).catch(() => undefined);
  }

  readAs(path: string, encoding: Encoding | 'skip'): void {
    this.encodings = { ...this.encodings, [path]: encoding };
  }

  /** Runs a job to its end; `null` when it was cancelled. */
  async #run(command: 'import.scan' | 'import.run'): Promise<Job | null> {
    const request: ImportRequest = {
      sources: this.sources.map(({ id }) => id),
      encodings: this.encodings,
      ...(this.into === null ? {} : { into: this.into }),
    };
    const { job } = await this.#app.backend.call(command, request);
    this.#job = job;
    const ended = await this.#app.jobs.ended(job);
    this.#job = null;
    if (ended.state === 'completed') return ended;
    this.phase = command === 'import.scan' ? 'choose' : 'report';
    if (ended.state === 'failed') throw new Error(ended.error ?? ended.title);
    return null;
  }

  async #attempt(back: ImportPhase, work: () => Promise<void>): Promise<void> {
    this.failure = null;
    try {
      await work();
    } catch (error) {
      this.failure = presentError(error);
      this.phase = back;
    }
  }
}
