import type { ClassroomDoor } from '../../engine/classroom/classroom-api';
import type { RoomMessage, StudentCard } from '../../engine/classroom/room-messages';
import { nameOf } from '../../i18n/student-name';
import { LibraryApi } from '../../engine/library/library-api';
import type { Preset } from '../../engine/library/presets';
import type { SettingValues } from '../../engine/settings/values';
import { addressOf } from '../browser-ports';
import { Classroom } from '../classroom.svelte';
import { errorText } from '../../i18n/error-text';
import { fromServer, t } from '../../i18n/texts.svelte';

const ANSWER_WITHIN_MS = 10_000;

/** A classroom in its teacher's hands. */
export class Lesson {
  students = $state.raw<readonly StudentCard[]>([]);
  /** Seats that what is sent next is for; empty for everybody. */
  chosen = $state.raw<readonly number[]>([]);
  looking = $state<number>();
  settings = $state.raw<SettingValues>({});
  door = $state.raw<ClassroomDoor>();
  presets = $state.raw<readonly Preset[]>([]);
  /** By which a projector shows the class; empty while it is not known on this page. */
  projectorAddress = $state('');
  outcome = $state('');
  /** What the server said last that was wrong; empty when nothing. */
  problem = $state('');

  readonly room: Classroom;
  readonly lookedAt = $derived(this.students.find(({ seat }) => seat === this.looking));

  readonly #library = new LibraryApi();

  constructor(readonly id: string) {
    this.room = new Classroom(id, (message) => this.#receive(message));
  }

  /** Connects until the returned function is called. */
  open(): () => void {
    void this.#attempt(async (signal) => {
      this.door = await this.room.api.door(this.id, signal);
      const query = { search: '', tag: '', scope: 'all', sort: 'used' } as const;
      this.presets = (await this.#library.presets(query, '', signal)).items;
    });
    return this.room.open();
  }

  choose(seat: number, chosen: boolean): void {
    const others = this.chosen.filter((each) => each !== seat);
    this.chosen = chosen ? [...others, seat] : others;
  }

  /** Looks at one student in large, or at nobody. */
  look(seat: number | undefined): void {
    this.looking = seat;
    this.settings = {};
    this.room.send({ type: 'look', ...(seat === undefined ? {} : { student: seat }) });
  }

  spotlight(seat: number | undefined): void {
    this.room.send({ type: 'spotlight', ...(seat === undefined ? {} : { student: seat }) });
  }

  push(values: SettingValues): void {
    this.outcome = '';
    const to = this.chosen;
    this.room.send({ type: 'push', ...(to.length === 0 ? {} : { to }), values });
  }

  setOpen(open: boolean): void {
    void this.#attempt(async (signal) => {
      this.door = await this.room.api.setOpen(this.id, open, signal);
    });
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
        // A new socket looks at nobody yet.
        if (this.looking !== undefined) {
          this.look(this.looking);
        }
        break;
      case 'wall':
        this.students = message.students;
        this.chosen = this.chosen.filter((seat) => message.students.some((each) => each.seat === seat));
        break;
      case 'looked-at':
        if (message.seat === this.looking) {
          this.settings = message.settings;
        }
        break;
      case 'pushed': {
        const sent = t('teacher.pushed', { count: message.students });
        const absent = message.absent > 0 ? t('teacher.absent', { count: message.absent }) : '';
        this.outcome = `${sent} ${absent}`.trim();
        break;
      }
      case 'error':
        this.problem = fromServer(`problems.${message.code}`, message.detail);
        break;
      default:
        break;
    }
  }
}
