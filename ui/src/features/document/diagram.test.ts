import { describe, expect, it } from 'vitest';

import { naturalSize } from './diagram';

describe('the natural size of a drawing', () => {
  it.each([
    ['<svg id="d" width="100%" viewBox="0 0 120.5 70" style="x">', { width: 121, height: 70 }],
    ['<?xml version="1.0"?><svg viewBox="-8 -8,300,1e2">', { width: 300, height: 100 }],
  ])('is that of its box', (svg, size) => {
    expect(naturalSize(`${svg}<g/></svg>`)).toEqual(size);
  });

  it.each(['<svg width="10">', '<svg viewBox="0 0 0 0">', '<p>'])('is unknown for %s', (svg) => {
    expect(naturalSize(svg)).toBeNull();
  });
});
