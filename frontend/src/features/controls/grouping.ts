import type { Control } from '../../engine/settings/schema';

/** Controls under one heading. */
export interface ControlGroup {
  readonly id: string;
  readonly title: string;
  readonly controls: readonly Control[];
}

const TITLES: Readonly<Record<string, string>> = {
  prompt: 'Prompt',
  picture: 'Picture',
  denoising: 'Painting',
  movement: 'Movement',
  guidance: 'Guidance',
  person: 'The person',
  filter: 'When nothing moves',
  output: 'Result',
  other: 'More',
};

/** Groups in the order in which the server first names them; a group the page does not know keeps its own name. */
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
  return [...groups].map(([id, members]) => ({
    id,
    title: TITLES[id] ?? id.charAt(0).toUpperCase() + id.slice(1),
    controls: members,
  }));
}
