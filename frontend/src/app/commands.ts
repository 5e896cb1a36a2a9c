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
      targets.focusPrompt();
      break;
    case 'snapshot':
      targets.snapshot();
      break;
    case 'full-screen':
      targets.toggleFullScreen();
      break;
    case 'layout':
      view.nextLayout();
      break;
    case 'freeze':
      studio.change('freeze', !studio.frozen);
      break;
    case 'statistics':
      view.toggleStatistics();
      break;
    case 'theme':
      view.toggleTheme();
      break;
    case 'help':
      view.dialog = 'help';
      break;
    case 'pen':
    case 'eraser':
    case 'fill':
    case 'pipette':
    case 'figure':
      drawing.brush = { ...drawing.brush, tool: command };
      break;
    case 'thinner':
      drawing.resizeBrush(0.75);
      break;
    case 'thicker':
      drawing.resizeBrush(1.4);
      break;
    case 'zoom-in':
      drawing.board.view.zoomBy(2);
      break;
    case 'zoom-out':
      drawing.board.view.zoomBy(0.5);
      break;
    case 'zoom-whole':
      drawing.board.view.reset();
      break;
    case 'undo':
      undoRedo.undo();
      break;
    case 'redo':
      undoRedo.redo();
      break;
    case 'source-1':
    case 'source-2':
    case 'source-3':
    case 'source-4':
    case 'source-5':
      sources.choose(SOURCES[Number(command.slice(-1)) - 1]?.value ?? sources.current);
      break;
  }
}
