import * as v from 'valibot';
import { recordOf } from '../reading';

/** Reads {@link SettingValues}. */
export const settingValuesSchema = recordOf(v.union([v.string(), v.number(), v.boolean()]));

/** Settings by name. */
export type SettingValues = Readonly<v.InferOutput<typeof settingValuesSchema>>;

/** What a setting may hold. */
export type SettingValue = SettingValues[string];
