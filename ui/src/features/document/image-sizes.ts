interface Size {
  readonly width: number;
  readonly height: number;
}

const KEPT = 2_000;
/** How large pictures are, by address. An attachment never changes under its address. */
const sizes = new Map<string, Size>();

export function knownSize(url: string): Size | undefined {
  return sizes.get(url);
}

export function learnSize(url: string, image: HTMLImageElement): void {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width === 0 || height === 0) return;
  sizes.set(url, { width, height });
  const oldest = sizes.keys().next();
  if (sizes.size > KEPT && !oldest.done) sizes.delete(oldest.value);
}
