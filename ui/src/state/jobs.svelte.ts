import type { Backend, Job, JobState } from '~/backend';

const ENDED: ReadonlySet<JobState> = new Set(['completed', 'failed', 'cancelled', 'interrupted']);

export function hasEnded(job: Job): boolean {
  return ENDED.has(job.state);
}

/** Long work in the background, as events tell of it. */
export class JobsState {
  #jobs = $state.raw<readonly Job[]>([]);
  readonly #waiting = new Map<string, (job: Job) => void>();
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Running and ended ones, the latest first. */
  get all(): readonly Job[] {
    return this.#jobs;
  }

  readonly running = $derived(this.#jobs.filter((job) => !hasEnded(job)));

  get(id: string): Job | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  async load(): Promise<void> {
    this.#jobs = (await this.#backend.call('job.list', {})).items;
  }

  /** An event said that a job moved on: progress is shown as told, an end is read in full. */
  async heard(id: string, state: JobState, progress: Job['progress']): Promise<void> {
    const known = this.get(id);
    if (known && !ENDED.has(state)) {
      this.#put({ ...known, state, progress });
      return;
    }
    await this.refresh(id);
  }

  async refresh(id: string): Promise<Job> {
    const job = await this.#backend.call('job.get', { id });
    this.#put(job);
    if (hasEnded(job)) {
      this.#waiting.get(id)?.(job);
      this.#waiting.delete(id);
    }
    return job;
  }

  /** Resolves with the job when it has ended, whichever way. */
  async ended(id: string): Promise<Job> {
    const end = new Promise<Job>((resolve) => this.#waiting.set(id, resolve));
    // It may have ended before the first event of it could be heard.
    await this.refresh(id);
    return end;
  }

  async cancel(id: string): Promise<void> {
    this.#put(await this.#backend.call('job.cancel', { id }));
  }

  /** Starts a job again that did not come to its end. */
  async resume(id: string): Promise<void> {
    this.#put(await this.#backend.call('job.resume', { id }));
  }

  #put(job: Job): void {
    const known = this.#jobs.some(({ id }) => id === job.id);
    this.#jobs = known
      ? this.#jobs.map((other) => (other.id === job.id ? job : other))
      : [job, ...this.#jobs];
  }
}
