import type { ClassroomDoor, DoorChange } from '../../engine/classroom/classroom-api';
import { jpegOf } from '../../engine/capture/image-file';
import type { Locks } from '../../engine/classroom/locks';
import type { Guest, RoomCommand, RoomMessage, StudentCard } from '../../engine/classroom/room-messages';
import { nameOf } from '../../i18n/student-name';
import { LibraryApi } from '../../engine/library/library-api';
import type { Preset } from '../../engine/library/presets';
import { NotConnectedError } from '../../engine/session/problem';
import { SessionApi } from '../../engine/session/session-api';
import type { ServerSettings } from '../../engine/settings/server-settings';
import type { SettingValues } from '../../engine/settings/values';
import { addressOf } from '../browser-ports';
import { Classroom } from '../classroom.svelte';
import { Reports } from './reports.svelte';
import { Works } from '../works.svelte';
import { fromServer, t } from '../../i18n/texts.svelte';
import { errorText } from '../../i18n/error-text';

const ANSWER_WITHIN_MS = 10_000;
/** Pixels: more than students' pages show. */
const MOST_SIDE = 1024;

/** A classroom in its teacher's hands. */
export class Lesson {
  /** Whether students were there when this page came; undefined while that is not known. */
  began = $state<boolean>();
  students = $state.raw<readonly StudentCard[]>([]);
  /** Who waits at the door, and who is to stay out. */
  guests = $state.raw<readonly Guest[]>([]);
  settings = $state.raw<SettingValues>({});
  door = $state.raw<ClassroomDoor>();
  presets = $state.raw<readonly Preset[]>([]);
  /** What the server offers to students at all; undefined while it is not known. */
  server = $state.raw<ServerSettings>();
  /** By which a projector shows the class; empty while it is not known on this page. */
  projectorAddress = $state('');
  outcome = $state('');
  /** A picture is on its way. */
  sending = $state(false);
  /** What the server said last that was wrong; empty when nothing. */
  problem = $state('');

  readonly room: Classroom;
  readonly works: Works;
  readonly reports: Reports;
  // By ids: each server gives other seats, and what is about somebody stays about them.
  #lookedAt = $state<string>();
  #chosen = $state.raw<readonly string[]>([]);
  /** Who is looked at in large; undefined for nobody. */
  readonly lookedAt = $derived(this.students.find(({ id }) => id === this.#lookedAt));
  readonly looking = $derived(this.lookedAt?.seat);
  /** Seats that what is sent next is for; empty for everybody. */
  readonly chosen = $derived(
    this.students.filter(({ id }) => this.#chosen.includes(id)).map(({ seat }) => seat),
  );

  readonly #library = new LibraryApi();
  /** The socket was not told yet who is looked at. */
  #newSocket = false;

  constructor(readonly id: string) {
    this.room = new Classroom(id, (message) => this.#receive(message));
    this.works = new Works(id);
    this.reports = new Reports(id);
  }

  /** Connects until the returned function is called. */
  open(): () => void {
    return this.room.open();
  }

  choose({ id }: StudentCard, chosen: boolean): void {
    const others = this.#chosen.filter((each) => each !== id);
    this.#chosen = chosen ? [...others, id] : others;
  }

  /** Looks at one student in large, or at nobody. */
  look(student: StudentCard | undefined): void {
    this.#lookedAt = student?.id;
    this.settings = {};
    this.room.send({ type: 'look', ...(student === undefined ? {} : { student: student.seat }) });
  }

  spotlight(seat: number | undefined): void {
    this.room.send({ type: 'spotlight', ...(seat === undefined ? {} : { student: seat }) });
  }

  push(values: SettingValues): void {
    this.outcome = '';
    const to = this.chosen;
    this.#tell({ type: 'push', ...(to.length === 0 ? {} : { to }), values });
  }

  /** Sends a picture to those who are chosen. */
  pushPicture(file: File, as: 'underlay' | 'image'): void {
    this.outcome = '';
    this.sending = true;
    const to = this.chosen;
    void this.#attempt(async (signal) => {
      const jpeg = await jpegOf(file, MOST_SIDE);
      this.#sent(await this.room.api.sendPicture(this.id, jpeg, as, to, signal));
    }).finally(() => (this.sending = false));
  }

  #sent({ students, absent }: { readonly students: number; readonly absent: number }): void {
    const sent = t('teacher.pushed', { count: students });
    this.outcome = absent > 0 ? `${sent} ${t('teacher.absent', { count: absent })}` : sent;
  }

  lock({ sources, presets, settings }: Locks): void {
    this.#tell({ type: 'lock', sources, presets, settings });
  }

  /** Sends a message, or says that there is no connection. */
  #tell(command: RoomCommand): void {
    this.problem = this.room.send(command) ? '' : errorText(new NotConnectedError());
  }

  changeDoor(change: DoorChange): void {
    void this.#attempt(async (signal) => {
      this.door = await this.room.api.change(this.id, change, signal);
    });
  }

  letIn(guest: Guest): void {
    void this.#attempt((signal) => this.room.api.letIn(this.id, guest.id, signal));
  }

  sendAway(guest: Guest): void {
    void this.#attempt((signal) => this.room.api.takeOut(this.id, guest.id, signal));
  }

  renewCode(): void {
    void this.#attempt(async (signal) => {
      this.door = await this.room.api.renewCode(this.id, signal);
    });
  }

  share(): void {
    void this.#attempt(async (signal) => {
      const view = await this.room.api.share(this.id, signal);
      this.projectorAddress = addressOf(`/projector.html#${this.id}.${view}`);
      this.door = await this.room.api.door(this.id, signal);
    });
  }

  unshare(): void {
    void this.#attempt(async (signal) => {
      await this.room.api.unshare(this.id, signal);
      this.projectorAddress = '';
      this.door = await this.room.api.door(this.id, signal);
    });
  }

  takeOut(student: StudentCard): void {
    this.look(undefined);
    void this.#attempt(async (signal) => {
      await this.room.api.takeOut(this.id, student.id, signal);
      this.outcome = t('teacher.isOut', { name: nameOf(student) });
    });
  }

  /** Deletes the classroom and all that is kept about everybody in it. */
  async end(): Promise<boolean> {
    return this.#attempt((signal) => this.#library.deleteClassroom(this.id, signal));
  }

  /** Shows the class as it is now. */
  #show(students: readonly StudentCard[]): void {
    const before = this.looking;
    this.students = students;
    // A server that has just taken the lesson over says that nobody is there before it has looked.
    if (this.#newSocket && students.length === 0) {
      return;
    }
    const gone = this.#lookedAt !== undefined && this.looking === undefined;
    if (gone || this.looking !== before || (this.#newSocket && this.looking !== undefined)) {
      this.look(this.lookedAt);
    }
    this.#newSocket = false;
  }

  /** Learns what the socket does not tell. What was said of a command before is still true: it was not sent. */
  async #load(): Promise<void> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    try {
      this.door = await this.room.api.door(this.id, signal);
      const query = { search: '', slugs: [], tag: '', scope: 'all', sort: 'used' } as const;
      this.presets = (await this.#library.presets(query, '', signal)).items;
      this.server = await new SessionApi().settings(signal);
    } catch (error) {
      this.problem ||= errorText(error);
    }
  }

  async #attempt(action: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.problem = '';
    try {
      await action(AbortSignal.timeout(ANSWER_WITHIN_MS));
      return true;
    } catch (error) {
      this.problem = errorText(error);
      return false;
    }
  }

  #receive(message: RoomMessage): void {
    switch (message.type) {
      case 'welcome':
        // What happened while there was no socket was not told.
        void this.#load();
        void this.works.load();
        this.#newSocket = true;
        break;
      case 'wall':
        this.began ??= message.students.length > 0;
        this.#show(message.students);
        break;
      case 'looked-at':
        if (message.seat === this.looking) {
          this.settings = message.settings;
        }
        break;
      case 'pushed':
        this.#sent(message);
        break;
      case 'guests':
        this.guests = message.guests;
        break;
      case 'works':
        void this.works.load();
        break;
      case 'reports':
        void this.reports.changed(message.open);
        break;
      case 'error':
        this.problem = fromServer(`problems.${message.code}`, message.detail);
        break;
      default:
        break;
    }
  }
}
