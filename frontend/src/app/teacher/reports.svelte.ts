import type {
  ClassReports,
  Decision,
  ReportedPicture,
  ReportedPreset,
} from '../../engine/moderation/reports';
import { ReportsApi } from '../../engine/moderation/reports-api';
import { errorText } from '../../i18n/error-text';

const ANSWER_WITHIN_MS = 10_000;

/** What students of a class have reported, in their teacher's hands. */
export class Reports {
  /** How many reports there are. */
  open = $state(0);
  list = $state.raw<ClassReports>({ presets: [], pictures: [] });
  /** What went wrong last; empty when nothing. */
  problem = $state('');

  readonly #api: ReportsApi;
  /** Counts the lists that were asked for: an older one must not take a newer one's place. */
  #asked = 0;

  constructor(classroom: string) {
    this.#api = new ReportsApi(classroom);
  }

  /** The server says how many reports there are now. */
  changed(open: number): Promise<void> {
    this.open = open;
    return this.#attempt(() => Promise.resolve());
  }

  decidePicture(picture: ReportedPicture, decision: Decision): Promise<void> {
    return this.#attempt((signal) => this.#api.decidePicture(picture, decision, signal));
  }

  decidePreset(preset: ReportedPreset, decision: Decision): Promise<void> {
    return this.#attempt((signal) => this.#api.decidePreset(preset, decision, signal));
  }

  async #attempt(action: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    this.problem = '';
    try {
      await action(signal);
    } catch (error) {
      this.problem = errorText(error);
    }
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const list = await this.#api.list(signal);
      if (asked === this.#asked) {
        this.list = list;
      }
    } catch (error) {
      this.problem = errorText(error);
    }
  }
}
