import { describe, expect, it } from 'vitest';

import { itemLines } from './preview-lines';

describe('the lines of list items', () => {
  it.each<[string, string, number[]]>([
    ['flat', '- a\n- b\n\n- c', [0, 1, 3]],
    ['continued', '1. a\n   more\n2) b', [0, 2]],
    ['nested', '- a\n  - b\n    1. c\n- d', [0, 1, 2, 3]],
    ['with tasks', '- [ ] a\n- [x] b', [0, 1]],
    ['quoted', '> - a\n> - b', [0, 1]],
    ['with code', '- a\n  ```sh\n  - not an item\n  ```\n- b', [0, 4]],
    ['with a fence at the mark', '- ```\n  - no\n  ```\n- b', [0, 3]],
    ['with an empty item', '-\n- b', [0, 1]],
    ['beside emphasis', '- a\n  **b**', [0]],
  ])('%s', (_, source, lines) => {
    expect(itemLines(source.split('\n'))).toEqual(lines);
  });
});
