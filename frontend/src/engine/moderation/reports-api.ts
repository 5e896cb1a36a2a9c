import { read } from '../reading';
import { problemOfResponse } from '../session/problem';
import {
  type ClassReports,
  classReportsSchema,
  type Decision,
  type ReportedPicture,
  type ReportedPreset,
  type ReportReason,
} from './reports';

/**
 * What students of a class report, and what their teacher decides. Every call takes an AbortSignal and throws `ProblemError`
 * when the server refuses, `TypeError` when it cannot be reached and `AbortError` when the signal fires.
 */
export class ReportsApi {
  constructor(
    private readonly classroom: string,
    private readonly request: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** Says that others should not be shown the picture of the student on this seat, which everybody is shown now. */
  async report(seat: number, reason: ReportReason, signal: AbortSignal): Promise<void> {
    await this.#send('', 'POST', { seat, reason }, signal);
  }

  async list(signal: AbortSignal): Promise<ClassReports> {
    const response = await this.#send('', 'GET', undefined, signal);
    return read(classReportsSchema, await response.json(), 'reports');
  }

  async decidePicture({ id }: ReportedPicture, decision: Decision, signal: AbortSignal): Promise<void> {
    await this.#send(`/pictures/${encodeURIComponent(id)}`, 'PUT', { decision }, signal);
  }

  async decidePreset(
    { id, version }: ReportedPreset,
    decision: Decision,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#send(`/presets/${encodeURIComponent(id)}`, 'PUT', { decision, version }, signal);
  }

  async #send(
    path: string,
    method: string,
    body: object | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const address = `/api/classrooms/${encodeURIComponent(this.classroom)}/reports${path}`;
    const response = await this.request(address, {
      method,
      credentials: 'same-origin',
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      signal,
    });
    if (!response.ok) {
      throw await problemOfResponse(response);
    }
    return response;
  }
}
