import * as v from 'valibot';
import { finiteNumber, ifValid, recordOf } from '../reading';
import type { Mode } from '../settings/server-settings';
import type { Control } from '../settings/schema';
import type { SettingValue } from '../settings/values';

/** Where a page has its pictures from, by the names on the wire. */
export const SOURCE_NAMES = ['drawing', 'camera', 'media', 'screen', 'text'] as const;

const lockSchema = v.union([
  v.object({ min: finiteNumber, max: finiteNumber }),
  v.object({ only: v.array(v.union([v.string(), v.number(), v.boolean()])) }),
]);

/** The fields of a set of locks. */
export const lockFields = {
  /** Absent for all. */
  sources: ifValid(v.array(v.picklist(SOURCE_NAMES))),
  /** Ids of those of the gallery; absent for all. */
  presets: ifValid(v.array(v.string())),
  settings: recordOf(lockSchema),
};

/** What is left of one setting. */
export type SettingLock = Readonly<v.InferOutput<typeof lockSchema>>;

/** What of the page students may use. */
export interface Locks {
  readonly sources?: readonly (typeof SOURCE_NAMES)[number][] | undefined;
  readonly presets?: readonly string[] | undefined;
  readonly settings: Readonly<Record<string, SettingLock>>;
}

export const UNLOCKED: Locks = { settings: {} };

/** Whether anything is locked at all. */
export function isLocked({ sources, presets, settings }: Locks): boolean {
  return sources !== undefined || presets !== undefined || Object.keys(settings).length > 0;
}

/** A control that offers only what a lock has left of it. */
export interface LockedControl {
  readonly control: Control;
  /** Whether the lock has left anything to choose. */
  readonly fixed: boolean;
  readonly locked: boolean;
}

/** Narrows a control to what students may choose. */
export function narrowed(control: Control, lock: SettingLock | undefined): LockedControl {
  if (lock === undefined) {
    return { control, fixed: false, locked: false };
  }
  if ('only' in lock) {
    const some =
      control.kind === 'select'
        ? { ...control, values: control.values.filter((each) => lock.only.includes(each)) }
        : control;
    return { control: some, fixed: lock.only.length < 2 || some.kind !== 'select', locked: true };
  }
  return control.kind === 'range'
    ? { control: { ...control, min: lock.min, max: lock.max }, fixed: lock.min === lock.max, locked: true }
    : { control, fixed: true, locked: true };
}

/** The values that a lock lets choose from; undefined when there are no such values. */
export function choicesOf(lock: SettingLock | undefined): readonly SettingValue[] | undefined {
  return lock !== undefined && 'only' in lock ? lock.only : undefined;
}

/** Modes of which those that students may not use are not available, for `reason`. */
export function allowedModes(
  modes: readonly Mode[],
  lock: SettingLock | undefined,
  reason: string,
): readonly Mode[] {
  const choices = choicesOf(lock);
  return choices === undefined
    ? modes
    : modes.map((mode) => (choices.includes(mode.id) ? mode : { ...mode, available: false, reason }));
}
