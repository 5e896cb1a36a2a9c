import { SessionApi } from '../engine/session/session-api';
import type { SessionPorts } from '../engine/session/live-session';
import { tabMemory } from '../engine/session/session-memory';

/** The real world for a session: this page's origin, this tab's storage. */
export function browserPorts(): SessionPorts {
  return {
    api: new SessionApi(),
    memory: tabMemory(),
    openSocket: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, 'ws'))),
    chance: Math.random,
  };
}
