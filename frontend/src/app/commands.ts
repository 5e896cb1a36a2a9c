import type { Command } from '../features/shortcuts/shortcuts';
import type { Drawing } from './drawing.svelte';
import type { SourceChoice } from './source-choice.svelte';
import { SOURCES } from './sources';
import type { Studio } from './studio.svelte';
import type { UndoRedo } from './undo-redo';
import type { View } from './view.svelte';

/** What commands act on. */
export interface CommandTargets {
  readonly studio: Studio;
  readonly view: View;
  readonly sources: SourceChoice;
  readonly drawing: Drawing;
  readonly undoRedo: UndoRedo;
  focusPrompt(): void;
  snapshot(): void;
  toggleFullScreen(): void;
}

/** Does what a shortcut asks for. */
export function runCommand(command: Command, targets: CommandTargets): void {
  const { studio, view, sources, drawing, undoRedo } = targets;
  switch (command) {
    case 'prompt':
      return targets.focusPrompt();
    case 'snapshot':
      return targets.snapshot();
    case 'full-screen':
      return targets.toggleFullScreen();
    case 'layout':
      return view.nextLayout();
    case 'freeze':
      return studio.change('freeze', !studio.frozen);
    case 'statistics':
      return view.toggleStatistics();
    case 'theme':
      return view.toggleTheme();
    case 'help':
      view.dialog = 'help';
      return;
    case 'pen':
    case 'eraser':
    case 'fill':
      drawing.brush = { ...drawing.brush, tool: command };
      return;
    case 'thinner':
      return drawing.resizeBrush(0.75);
    case 'thicker':
      return drawing.resizeBrush(1.4);
    case 'undo':
      return undoRedo.undo();
    case 'redo':
      return undoRedo.redo();
    case 'source-1':
    case 'source-2':
    case 'source-3':
    case 'source-4':
    case 'source-5':
      return sources.choose(SOURCES[Number(command.slice(-1)) - 1]?.value ?? sources.current);
  }
}
