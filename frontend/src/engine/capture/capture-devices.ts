/** Why there is no picture from a device. */
export type DeviceProblem = 'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy' | 'unknown';

/** One camera or microphone of several. */
export interface DeviceChoice {
  readonly id: string;
  readonly title: string;
}

/** Reads the error of `getUserMedia` or `getDisplayMedia`. */
export function deviceProblemOf(error: unknown): DeviceProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'DevicesNotFoundError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
    case 'TrackStartError':
      return 'busy';
    default:
      return 'unknown';
  }
}

/** What is in the way before anybody is asked; undefined when nothing is. */
export function obstacle(call: 'getUserMedia' | 'getDisplayMedia'): DeviceProblem | undefined {
  if (!isSecureContext) {
    return 'insecure';
  }
  const devices = navigator.mediaDevices as Partial<MediaDevices> | undefined;
  return devices?.[call] ? undefined : 'unsupported';
}

/** Lets go of a camera or a screen. */
export function stopStream(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
}

async function stoppable(asked: Promise<MediaStream>, signal: AbortSignal): Promise<MediaStream> {
  const stream = await asked;
  if (signal.aborted) {
    stopStream(stream);
    signal.throwIfAborted();
  }
  return stream;
}

/**
 * Opens a camera; asks the person where the browser wants that. More than 960 by 720 is more than any model takes.
 *
 * @param id of the camera, or undefined for the one the browser prefers
 * @throws DOMException see {@link deviceProblemOf}; AbortError when the signal fired meanwhile
 */
export function openCamera(id: string | undefined, signal: AbortSignal): Promise<MediaStream> {
  const video: MediaTrackConstraints = {
    width: { ideal: 960 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    ...(id ? { deviceId: { exact: id } } : { facingMode: 'user' }),
  };
  return stoppable(navigator.mediaDevices.getUserMedia({ video, audio: false }), signal);
}

/**
 * Opens a microphone, with what the browser can do against echo and noise. One that is gone is replaced by another.
 * Parameters and errors as {@link openCamera}.
 */
export function openMicrophone(id: string | undefined, signal: AbortSignal): Promise<MediaStream> {
  const audio: MediaTrackConstraints = {
    channelCount: { ideal: 1 },
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(id ? { deviceId: { ideal: id } } : {}),
  };
  return stoppable(navigator.mediaDevices.getUserMedia({ video: false, audio }), signal);
}

/** Opens a screen, window or tab that the person chooses. Throws as {@link openCamera}. */
export function openScreen(signal: AbortSignal): Promise<MediaStream> {
  return stoppable(
    navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30 } }, audio: false }),
    signal,
  );
}

async function listDevices(kind: MediaDeviceKind): Promise<readonly DeviceChoice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter((device) => device.kind === kind)
    .map(({ deviceId, label }) => ({ id: deviceId, title: label }));
}

/** The cameras of this machine. Their names are known only after one was opened. */
export function listCameras(): Promise<readonly DeviceChoice[]> {
  return listDevices('videoinput');
}

/** The microphones of this machine. Their names are known only after one was opened. */
export function listMicrophones(): Promise<readonly DeviceChoice[]> {
  return listDevices('audioinput');
}

/** Id of the camera that a stream comes from. */
export function cameraOf(stream: MediaStream): string | undefined {
  return stream.getVideoTracks()[0]?.getSettings().deviceId;
}

/** Whether a stream shows the person who looks at the screen, who then expects a mirror. */
export function looksAtUser(stream: MediaStream): boolean {
  const facing = stream.getVideoTracks()[0]?.getSettings().facingMode;
  return facing === undefined || facing === 'user';
}
