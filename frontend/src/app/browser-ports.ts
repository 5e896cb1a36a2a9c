import { SessionApi } from '../engine/session/session-api';
import type { SessionPorts } from '../engine/session/live-session';
import { tabMemory } from '../engine/session/session-memory';

/** A path of this server as a whole address. */
export function addressOf(path: string): string {
  return new URL(path, location.href).href;
}

/** Opens a socket at a path of this server. */
export function openSocket(path: string): WebSocket {
  return new WebSocket(addressOf(path).replace(/^http/, 'ws'));
}

/** The real world for a session: this page's origin, this tab's storage. */
export function browserPorts(): SessionPorts {
  return {
    api: new SessionApi(),
    memory: tabMemory(),
    openSocket,
    chance: Math.random,
  };
}
