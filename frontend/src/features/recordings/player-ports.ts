import type { RecordingsApi } from '../../engine/recordings/recordings-api';
import type { ReplayPorts } from '../../engine/recordings/replay-player';

/** The real world for a player: pictures over HTTP, the screen's own rhythm. */
export function playerPorts(api: RecordingsApi, session: string): ReplayPorts {
  return {
    load: (number, signal) => api.picture(session, number, signal),
    now: () => performance.now(),
    beforeRepaint: (callback) => {
      const id = requestAnimationFrame(callback);
      return () => {
        cancelAnimationFrame(id);
      };
    },
  };
}
