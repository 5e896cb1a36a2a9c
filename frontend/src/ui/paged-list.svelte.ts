import { errorText } from '../i18n/error-text';

const ANSWER_WITHIN_MS = 15_000;

/** Part of a list that may be long. */
interface PageOf<T> {
  readonly items: readonly T[];
  /** Gives the page after; empty at the end. */
  readonly next: string;
  /** Nothing matched; these are similar. */
  readonly similar?: boolean;
}

/** Loads one page; `after` is `next` of the page before, or empty. */
export type LoadPage<Q, T> = (query: Q, after: string, signal: AbortSignal) => Promise<PageOf<T>>;

/** The answer to a question that changes while it is typed: the newest question wins, and pages are added on demand. */
export class PagedList<Q, T> {
  items = $state.raw<readonly T[]>([]);
  /** Nothing matched; these are similar. */
  similar = $state(false);
  /** The first page was loaded. */
  loaded = $state(false);
  more = $state(false);
  /** Why there is nothing, or empty. */
  problem = $state('');

  #next = '';
  #query: Q | undefined;
  /** The page that was asked for last. */
  #after = '';
  #asking = new AbortController();
  /** Since the last question. */
  #revisions: ((items: readonly T[]) => readonly T[])[] = [];

  constructor(private readonly load: LoadPage<Q, T>) {}

  /** Shows what matches; what was asked before no longer matters. */
  async show(query: Q): Promise<void> {
    this.#query = query;
    await this.#ask(query, '');
  }

  /** Adds the next page, if there is one. */
  async addPage(): Promise<void> {
    if (this.#query !== undefined && this.more) {
      this.more = false;
      await this.#ask(this.#query, this.#next);
    }
  }

  /** Asks again for what could not be loaded. */
  async again(): Promise<void> {
    if (this.#query !== undefined) {
      await this.#ask(this.#query, this.#after);
    }
  }

  /** Changes or leaves out items without asking again, also those of an answer that is on its way and knows it not yet. */
  revise(change: (items: readonly T[]) => readonly T[]): void {
    this.items = change(this.items);
    this.#revisions.push(change);
  }

  /** Whatever is still asked no longer matters. */
  close(): void {
    this.#asking.abort();
  }

  async #ask(query: Q, after: string): Promise<void> {
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const limit = AbortSignal.any([asking.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    this.#after = after;
    this.#revisions = [];
    try {
      const page = await this.load(query, after, limit);
      const items = this.#revisions.reduce((all, change) => change(all), page.items);
      this.items = after === '' ? items : [...this.items, ...items];
      this.similar = page.similar ?? false;
      this.#next = page.next;
      this.more = page.next !== '';
      this.problem = '';
      this.loaded = true;
    } catch (error) {
      if (!asking.signal.aborted) {
        this.problem = errorText(error);
      }
    }
  }
}
