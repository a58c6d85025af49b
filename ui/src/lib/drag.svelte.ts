import type { Attachment } from 'svelte/attachments';

/** Where something lands: at the edges of a row it goes between rows, else into it. */
export type Landing = 'before' | 'inside' | 'after';

export interface Dragged<Load> {
  readonly load: Load;
  /** What is shown at the pointer and said. */
  readonly label: string;
}

export interface DropZone<Load> {
  /** Where the load would land, or `null` where it cannot. The point is a fraction of the zone's size. */
  landing(load: Load, at: { readonly x: number; readonly y: number }): Landing | null;
  drop(load: Load, landing: Landing): void;
  /** What is said when the load is above the zone. */
  describe(landing: Landing): string;
  /** The load stays inside for a while; a closed row may open. */
  linger?(): void;
}

/** What is said to people who do not see the pointer. */
export interface DragWords {
  readonly started: (label: string) => string;
  readonly cancelled: (label: string) => string;
}

interface Over<Load> {
  readonly element: HTMLElement;
  readonly zone: DropZone<Load>;
  readonly landing: Landing;
}

/** A press becomes a drag when the pointer has moved so far, in pixels. */
const THRESHOLD = 5;
/** This close to the edge of what scrolls, it scrolls. */
const EDGE = 32;
const SCROLL_STEP = 12;
const LINGER_MS = 600;

/** The nearest thing around an element that can be scrolled up and down. */
function scrollerOf(element: Element | null): Element | null {
  for (let at = element; at !== null; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    const scrolls = overflowY === 'auto' || overflowY === 'scroll';
    if (scrolls && at.scrollHeight > at.clientHeight) return at;
  }
  return null;
}

/**
 * Dragging by pointer events. The HTML way does not reach the page on every system while files can be
 * dropped on the window.
 */
export class Drag<Load> {
  /** What is on its way; `null` between drags. */
  current = $state.raw<Dragged<Load> | null>(null);
  point = $state.raw({ x: 0, y: 0 });
  /** What was said last. */
  said = $state('');

  readonly #words: DragWords;
  readonly #zones = new WeakMap<Element, DropZone<Load>>();
  #over: Over<Load> | null = null;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  constructor(words: DragWords) {
    this.#words = words;
  }

  /** Makes an element something that can be dragged; `read` says what, when the drag begins. */
  source(read: () => Dragged<Load> | null): Attachment<HTMLElement> {
    return (element) => {
      const down = (event: PointerEvent) => {
        // Touch scrolls; a press with a key held selects.
        const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
        if (event.button !== 0 || event.pointerType === 'touch' || !plain) return;
        this.#await({ x: event.clientX, y: event.clientY }, read);
      };
      element.addEventListener('pointerdown', down);
      return () => element.removeEventListener('pointerdown', down);
    };
  }

  /** Makes an element something to drop on. */
  zone(zone: DropZone<Load>): Attachment<HTMLElement> {
    return (element) => {
      this.#zones.set(element, zone);
      element.dataset['dropZone'] = '';
      return () => {
        this.#zones.delete(element);
        if (this.#over?.element === element) this.#leave();
      };
    };
  }

  /** Waits until a press has moved far enough to be a drag, or has ended. */
  #await(start: { x: number; y: number }, read: () => Dragged<Load> | null): void {
    const stop = new AbortController();
    const { signal } = stop;
    const move = (event: PointerEvent) => {
      if (this.current === null) {
        if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < THRESHOLD) return;
        const dragged = read();
        if (dragged === null) {
          stop.abort();
          return;
        }
        this.#begin(dragged);
      }
      this.point = { x: event.clientX, y: event.clientY };
      this.#look();
    };
    const up = () => {
      stop.abort();
      if (this.current !== null) this.#land();
    };
    const cancel = () => {
      stop.abort();
      if (this.current !== null) this.#cancel();
    };
    const press = (event: KeyboardEvent) => {
      if (this.current === null || event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', up, { signal });
    window.addEventListener('pointercancel', cancel, { signal });
    window.addEventListener('blur', cancel, { signal });
    window.addEventListener('keydown', press, { signal, capture: true });
  }

  #begin(dragged: Dragged<Load>): void {
    this.current = dragged;
    this.said = this.#words.started(dragged.label);
    document.documentElement.dataset['dragging'] = '';
    getSelection()?.removeAllRanges();
    const scroll = () => {
      this.#scroll();
      this.#frame = requestAnimationFrame(scroll);
    };
    this.#frame = requestAnimationFrame(scroll);
  }

  /** Finds what lies under the pointer and marks where the load would land. */
  #look(): void {
    const dragged = this.current;
    if (dragged === null) return;
    const { x, y } = this.point;
    const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop-zone]');
    const zone = element ? this.#zones.get(element) : undefined;
    if (!element || !zone) {
      this.#leave();
      return;
    }
    const box = element.getBoundingClientRect();
    const at = { x: (x - box.left) / (box.width || 1), y: (y - box.top) / (box.height || 1) };
    const landing = zone.landing(dragged.load, at);
    if (landing === null) {
      this.#leave();
      return;
    }
    if (this.#over?.element === element && this.#over.landing === landing) return;
    this.#leave();
    this.#over = { element, zone, landing };
    element.dataset['landing'] = landing;
    this.said = zone.describe(landing);
    if (landing === 'inside') this.#linger = setTimeout(() => zone.linger?.(), LINGER_MS);
  }

  #scroll(): void {
    const { x, y } = this.point;
    const scroller = scrollerOf(document.elementFromPoint(x, y));
    if (!scroller) return;
    const { top, bottom } = scroller.getBoundingClientRect();
    const step = y < top + EDGE ? -SCROLL_STEP : y > bottom - EDGE ? SCROLL_STEP : 0;
    if (step === 0) return;
    scroller.scrollTop += step;
    this.#look();
  }

  #leave(): void {
    clearTimeout(this.#linger);
    delete this.#over?.element.dataset['landing'];
    this.#over = null;
  }

  #land(): void {
    const { current } = this;
    this.#look();
    const over = this.#over;
    this.#end();
    if (current && over) over.zone.drop(current.load, over.landing);
    else if (current) this.said = this.#words.cancelled(current.label);
    // The press and the release make a click on what lies under both; it is not meant.
    const swallow = (event: MouseEvent) => {
      event.stopPropagation();
      event.preventDefault();
    };
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
  }

  #cancel(): void {
    if (this.current) this.said = this.#words.cancelled(this.current.label);
    this.#end();
  }

  #end(): void {
    cancelAnimationFrame(this.#frame);
    this.#leave();
    this.current = null;
    delete document.documentElement.dataset['dragging'];
  }
}
