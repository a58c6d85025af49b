/** Where the graph is looked at from: a place `p` of it is drawn at `p * zoom + shift`. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

const CLOSEST = 4;
const FARTHEST = 0.02;
/** A small graph is not blown up to fill the window. */
const FIT_CLOSEST = 1.6;
const MARGIN = 48;

/** Shows everything. */
export function fit(places: Float32Array, { width, height }: Size): Camera {
  if (places.length === 0) return { x: width / 2, y: height / 2, zoom: 1 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < places.length; at += 2) {
    const [x = 0, y = 0] = places.subarray(at, at + 2);
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const across = Math.max(1, width - 2 * MARGIN) / Math.max(1, right - left);
  const down = Math.max(1, height - 2 * MARGIN) / Math.max(1, bottom - top);
  const zoom = Math.max(FARTHEST, Math.min(across, down, FIT_CLOSEST));
  return {
    x: width / 2 - ((left + right) / 2) * zoom,
    y: height / 2 - ((top + bottom) / 2) * zoom,
    zoom,
  };
}

export function pan({ x, y, zoom }: Camera, byX: number, byY: number): Camera {
  return { x: x + byX, y: y + byY, zoom };
}

/** Zooms; what is drawn at a point stays there. */
export function zoomAt(camera: Camera, factor: number, x: number, y: number): Camera {
  const zoom = Math.max(FARTHEST, Math.min(CLOSEST, camera.zoom * factor));
  const grown = zoom / camera.zoom;
  return { x: x - (x - camera.x) * grown, y: y - (y - camera.y) * grown, zoom };
}

/** Puts a place of the graph in the middle, near enough to be read. */
export function lookAt({ zoom }: Camera, x: number, y: number, { width, height }: Size): Camera {
  const near = Math.max(zoom, 1);
  return { x: width / 2 - x * near, y: height / 2 - y * near, zoom: near };
}
