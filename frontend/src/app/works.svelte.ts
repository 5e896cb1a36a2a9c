import { WorksApi, type Work } from '../engine/classroom/works-api';
import { errorText } from '../i18n/error-text';

const ANSWER_WITHIN_MS = 15_000;

/** What a class has handed in, as far as this browser's owner sees it. */
export class Works {
  list = $state.raw<readonly Work[]>([]);
  /** What went wrong last; empty when nothing. */
  problem = $state('');
  /** A picture is on its way. */
  busy = $state(false);

  readonly api: WorksApi;

  constructor(classroom: string) {
    this.api = new WorksApi(classroom);
  }

  /** Counts the lists that were asked for: an older one must not take a newer one's place. */
  #asked = 0;

  /** Looks at what there is now. */
  load(): Promise<boolean> {
    return this.#attempt(() => Promise.resolve());
  }

  /** Hands in what this student sees; false when that was refused. */
  async handIn(): Promise<boolean> {
    this.busy = true;
    try {
      return await this.#attempt(async (signal) => {
        await this.api.handIn(signal);
      });
    } finally {
      this.busy = false;
    }
  }

  remove(work: Work): Promise<boolean> {
    return this.#attempt((signal) => this.api.remove(work.id, signal));
  }

  removeAll(): Promise<boolean> {
    return this.#attempt((signal) => this.api.removeAll(signal));
  }

  async #attempt(action: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    this.problem = '';
    try {
      await action(signal);
      this.#asked += 1;
      const asked = this.#asked;
      const list = await this.api.list(signal);
      if (asked === this.#asked) {
        this.list = list;
      }
      return true;
    } catch (error) {
      this.problem = errorText(error);
      return false;
    }
  }
}
