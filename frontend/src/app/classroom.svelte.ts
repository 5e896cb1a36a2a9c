import { ClassroomApi } from '../engine/classroom/classroom-api';
import { PictureBoard } from '../engine/classroom/picture-board';
import { RoomConnection, type RoomState } from '../engine/classroom/room-connection';
import { type Locks, UNLOCKED } from '../engine/classroom/locks';
import type { LessonState, RoomCommand, RoomMessage } from '../engine/classroom/room-messages';
import { openSocket } from './browser-ports';

const BEGINNING: LessonState = {
  type: 'lesson',
  task: '',
  timerMs: undefined,
  eyesHere: false,
  spotlight: undefined,
  screen: { names: false, captions: false, filled: false, input: false },
};

/** What a page shows of a classroom, as state. Pictures do not pass through here. */
export class Classroom {
  state = $state.raw<RoomState>({ kind: 'connecting' });
  title = $state('');
  lesson = $state.raw<LessonState>(BEGINNING);
  locks = $state.raw<Locks>(UNLOCKED);
  /** When the time is up, in milliseconds of `performance.now()`. */
  timerEnds = $state<number>();

  readonly api = new ClassroomApi();
  readonly board = new PictureBoard();
  readonly #connection: RoomConnection;

  /**
   * @param id      of the classroom
   * @param receive what else the page does with a message
   * @param take    what the page does with pictures that it does not only show
   * @param view    the projector's key; undefined for somebody who is in the classroom
   */
  constructor(
    readonly id: string,
    receive: (message: RoomMessage) => void,
    take: (kind: 'underlay' | 'image', jpeg: Blob) => void = () => undefined,
    view?: string,
  ) {
    const ports = {
      api: this.api,
      openSocket,
      chance: Math.random,
    };
    this.#connection = new RoomConnection(ports, id, view);
    this.#connection.states.add((state) => {
      this.state = state;
    });
    this.#connection.pictures.add((message) => {
      const { kind, pictures } = message;
      if (kind === 'underlay' || kind === 'image') {
        for (const jpeg of pictures.values()) {
          take(kind, new Blob([jpeg], { type: 'image/jpeg' }));
        }
      } else {
        this.board.receive(message);
      }
    });
    this.#connection.messages.add((message) => {
      this.#adopt(message);
      receive(message);
    });
  }

  /** Connects until the returned function is called. */
  open(): () => void {
    this.#connection.start();
    return () => this.#connection.stop();
  }

  /** Sends a message; false when there is no connection. */
  send(command: RoomCommand): boolean {
    return this.#connection.send(command);
  }

  #adopt(message: RoomMessage): void {
    if (message.type === 'welcome') {
      this.title = message.name;
    } else if (message.type === 'lesson') {
      this.lesson = message;
      if (!message.spotlight) {
        this.board.forget('spotlight');
        this.board.forget('input');
      }
      this.timerEnds = message.timerMs === undefined ? undefined : performance.now() + message.timerMs;
    } else if (message.type === 'locks') {
      this.locks = message;
    } else if (message.type === 'wall' || message.type === 'screen') {
      this.board.retain(message.students.map(({ seat }) => seat));
    }
  }
}
