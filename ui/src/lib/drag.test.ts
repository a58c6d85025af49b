import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Drag, type DropZone, type Landing } from './drag.svelte';

let drag: Drag<string>;
let source: HTMLElement;
let target: HTMLElement;
let under: Element | null;
const dropped = vi.fn<(load: string, landing: Landing) => void>();

beforeEach(() => {
  document.body.innerHTML = '<div id="source"></div><div id="target"><b></b></div>';
  source = document.querySelector<HTMLElement>('#source') ?? document.body;
  target = document.querySelector<HTMLElement>('#target') ?? document.body;
  target.getBoundingClientRect = () => new DOMRect(0, 100, 200, 40);
  under = null;
  // jsdom lays nothing out and so finds nothing at a point.
  document.elementFromPoint = () => under;
  dropped.mockReset();
  drag = new Drag({ started: (label) => `took ${label}`, cancelled: (label) => `left ${label}` });
  const zone: DropZone<string> = {
    landing: (load, { y }) => (load === 'refused' ? null : y < 0.5 ? 'before' : 'inside'),
    drop: dropped,
    describe: (landing) => `would land ${landing}`,
  };
  drag.zone(zone)(target);
});
afterEach(() => window.dispatchEvent(new Event('blur')));

function point(on: EventTarget, type: string, x: number, y: number, more: PointerEventInit = {}) {
  on.dispatchEvent(
    new PointerEvent(type, { clientX: x, clientY: y, button: 0, bubbles: true, ...more }),
  );
}
function take(load: string, more: PointerEventInit = {}) {
  drag.source(() => ({ load, label: load }))(source);
  point(source, 'pointerdown', 0, 0, more);
  point(window, 'pointermove', 20, 20);
}

it('begins when the pointer has moved far enough, and says so', () => {
  drag.source(() => ({ load: 'note', label: 'note' }))(source);
  point(source, 'pointerdown', 0, 0);
  point(window, 'pointermove', 2, 2);
  expect(drag.current).toBeNull();
  point(window, 'pointermove', 20, 20);
  expect(drag.current?.load).toBe('note');
  expect(drag.said).toBe('took note');
});

it('marks where it would land, says it, and lands there', () => {
  take('note');
  under = target.firstElementChild;
  point(window, 'pointermove', 10, 105);
  expect(target.dataset['landing']).toBe('before');
  expect(drag.said).toBe('would land before');
  point(window, 'pointermove', 10, 135);
  expect(target.dataset['landing']).toBe('inside');
  point(window, 'pointerup', 10, 135);
  expect(dropped).toHaveBeenCalledExactlyOnceWith('note', 'inside');
  expect(drag.current).toBeNull();
  expect(target.dataset['landing']).toBeUndefined();
});

it('is given up with Escape, and the key goes no further', () => {
  take('note');
  under = target;
  point(window, 'pointermove', 10, 105);
  const heard = vi.fn();
  document.body.addEventListener('keydown', heard);
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(heard).not.toHaveBeenCalled();
  expect(drag.said).toBe('left note');
  point(window, 'pointerup', 10, 105);
  expect(dropped).not.toHaveBeenCalled();
});

it('does not land where it is refused', () => {
  take('refused');
  under = target;
  point(window, 'pointermove', 10, 105);
  expect(target.dataset['landing']).toBeUndefined();
  point(window, 'pointerup', 10, 105);
  expect(dropped).not.toHaveBeenCalled();
  expect(drag.said).toBe('left refused');
});

it.each([
  ['a finger, which scrolls', { pointerType: 'touch' }],
  ['a press that selects', { shiftKey: true }],
  ['another button', { button: 2 }],
])('is not begun by %s', (_what, more) => {
  take('note', more);
  expect(drag.current).toBeNull();
});
