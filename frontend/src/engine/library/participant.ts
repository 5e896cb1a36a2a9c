import { asRecord, string, stringOr } from '../protocol/reading';

/** Who this browser is to the server. */
export interface Participant {
  /** Empty when none was given. */
  readonly name: string;
  readonly teacher: boolean;
  readonly classroom: Classroom | undefined;
}

export interface Classroom {
  readonly id: string;
  readonly name: string;
  /** For the teacher to give away; empty for students. */
  readonly joinCode: string;
}

export function readParticipant(value: unknown): Participant {
  const record = asRecord(value, 'participant');
  const classroom = record['classroom'];
  return {
    name: stringOr(record, 'name', ''),
    teacher: string(record, 'role') === 'teacher',
    classroom: classroom ? readClassroom(asRecord(classroom, 'classroom')) : undefined,
  };
}

function readClassroom(record: ReturnType<typeof asRecord>): Classroom {
  return {
    id: string(record, 'id'),
    name: string(record, 'name'),
    joinCode: stringOr(record, 'joinCode', ''),
  };
}
