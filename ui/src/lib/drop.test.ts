import { afterEach, expect, it, vi } from 'vitest';

import { dropAt, fileNameOf, takesPaths } from './drop';

afterEach(() => document.body.replaceChildren());

function nested() {
  const [outer, inner] = [document.createElement('div'), document.createElement('p')];
  outer.append(inner);
  document.body.append(outer);
  document.elementFromPoint = () => inner;
  return { outer, inner };
}
const drop = { paths: ['/a/b.png'], x: 1, y: 2 };

it('gives a drop to the innermost element that takes any', () => {
  const { outer, inner } = nested();
  const [outside, inside] = [vi.fn(), vi.fn()];
  const stops = [takesPaths(outside)(outer), takesPaths(inside)(inner)];
  expect(dropAt(drop)).toBe(true);
  expect(inside).toHaveBeenCalledWith(drop);
  expect(outside).not.toHaveBeenCalled();
  stops[1]?.();
  expect(dropAt(drop)).toBe(true);
  expect(outside).toHaveBeenCalledWith(drop);
});

it('says when nothing takes it', () => {
  nested();
  expect(dropAt(drop)).toBe(false);
});

it.each([
  ['/home/me/a b.png', 'a b.png'],
  ['C:\\notes\\a.md', 'a.md'],
  ['/folder/', 'folder'],
])('the file of %j is %j', (path, name) => {
  expect(fileNameOf(path)).toBe(name);
});
