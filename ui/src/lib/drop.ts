import type { Attachment } from 'svelte/attachments';

/** Files of this computer that were let go above the window: it is told where they lie, not what is in them. */
export interface DroppedPaths {
  readonly paths: readonly string[];
  /** Where in the window, in CSS pixels. */
  readonly x: number;
  readonly y: number;
}

const NAME = 'longhand:paths';

function isDrop(event: Event): event is CustomEvent<DroppedPaths> {
  return event instanceof CustomEvent && event.type === NAME;
}

/** Hands a drop to what lies under it. Says whether anything there took it. */
export function dropAt(drop: DroppedPaths): boolean {
  const target = document.elementFromPoint(drop.x, drop.y) ?? document.body;
  const event = new CustomEvent(NAME, { bubbles: true, cancelable: true, detail: drop });
  return !target.dispatchEvent(event);
}

/** Takes what is dropped onto an element, or onto anything in it that does not take it itself. */
export function takesPaths(take: (drop: DroppedPaths) => void): Attachment<HTMLElement> {
  return (element) => {
    const listener = (event: Event) => {
      if (!isDrop(event) || event.defaultPrevented) return;
      event.preventDefault();
      take(event.detail);
    };
    element.addEventListener(NAME, listener);
    return () => element.removeEventListener(NAME, listener);
  };
}

/** The name of a file by its path, on every system. */
export function fileNameOf(path: string): string {
  return (
    path
      .split(/[\\/]/)
      .filter((part) => part !== '')
      .at(-1) ?? path
  );
}
