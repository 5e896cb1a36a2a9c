import type { Control } from '../../engine/settings/schema';

/** Controls under one heading. */
export interface ControlGroup {
  readonly id: string;
  readonly controls: readonly Control[];
}

/** Groups in the order in which the server first names them. */
export function groupControls(controls: readonly Control[]): readonly ControlGroup[] {
  const groups = new Map<string, Control[]>();
  for (const control of controls) {
    const group = groups.get(control.group);
    if (group) {
      group.push(control);
    } else {
      groups.set(control.group, [control]);
    }
  }
  return [...groups].map(([id, members]) => ({ id, controls: members }));
}
