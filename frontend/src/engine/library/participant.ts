import * as v from 'valibot';
import { textOr } from '../reading';

const classroomSchema = v.object({
  id: v.string(),
  name: v.string(),
  /** For the teacher to give away; empty for students. */
  joinCode: textOr(''),
});

/** Reads a {@link Participant}. */
export const participantSchema = v.pipe(
  v.object({
    /** Empty when none was given. */
    name: textOr(''),
    role: v.string(),
    classroom: v.nullish(classroomSchema),
  }),
  v.transform(({ role, ...rest }) => ({ ...rest, teacher: role === 'teacher' })),
);

/** Who this browser is to the server. */
export type Participant = Readonly<v.InferOutput<typeof participantSchema>>;
