import { WorksApi, type Work } from '../engine/classroom/works-api';
import { PagedList } from '../ui/paged-list.svelte';
import { errorText } from '../i18n/error-text';

const ANSWER_WITHIN_MS = 15_000;

/** What a class has handed in, as far as this browser's owner sees it. */
export class Works {
  /** A picture is on its way. */
  busy = $state(false);

  readonly api: WorksApi;
  readonly #all = new PagedList<true, Work>(async (_all, _after, signal) => ({
    items: await this.api.list(signal),
    next: '',
  }));
  /** What was asked for last and refused; empty when nothing. */
  refused = $state('');

  constructor(classroom: string) {
    this.api = new WorksApi(classroom);
  }

  get list(): readonly Work[] {
    return this.#all.items;
  }

  /** What went wrong last; empty when nothing. */
  get problem(): string {
    return this.refused || this.#all.problem;
  }

  /** Looks at what there is now. */
  load(): Promise<void> {
    return this.#all.show(true);
  }

  /** Hands in what this student sees. */
  async handIn(): Promise<void> {
    this.busy = true;
    await this.#attempt(async (signal) => {
      const work = await this.api.handIn(signal);
      this.#all.revise((all) => [...all.filter(({ id }) => id !== work.id), work]);
    });
    this.busy = false;
  }

  remove(work: Work): Promise<void> {
    return this.#attempt(async (signal) => {
      await this.api.remove(work.id, signal);
      this.#all.revise((all) => all.filter(({ id }) => id !== work.id));
    });
  }

  removeAll(): Promise<void> {
    return this.#attempt(async (signal) => {
      await this.api.removeAll(signal);
      this.#all.revise(() => []);
    });
  }

  async #attempt(action: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.refused = '';
    try {
      await action(AbortSignal.timeout(ANSWER_WITHIN_MS));
      if (this.#all.problem) {
        void this.load();
      }
    } catch (error) {
      this.refused = errorText(error);
    }
  }
}
