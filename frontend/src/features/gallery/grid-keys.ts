/**
 * Where an arrow key leads from card `index` in a grid of `count` cards in rows of `columns`; undefined when the key is
 * none of the grid's or leads nowhere.
 */
export function nextCard(key: string, index: number, count: number, columns: number): number | undefined {
  const target = targetOf(key, index, count, columns);
  return target !== undefined && target >= 0 && target < count ? target : undefined;
}

function targetOf(key: string, index: number, count: number, columns: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return index - 1;
    case 'ArrowRight':
      return index + 1;
    case 'ArrowUp':
      return index - columns;
    case 'ArrowDown':
      return index + columns;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
