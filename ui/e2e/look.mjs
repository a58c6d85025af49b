// What a page shows, looked at from inside it: texts that no catalogue has, and texts that do not fit.

/**
 * Run in the page. Gives a sentence for each fault: a text of the interface, which the pattern `own`
 * knows, that is cut off, lies over another one or outside the window, or has a place that nothing
 * was filled into; and a word in Latin letters that is not one of `names`, if names are given.
 */
export async function findFaults({ own: pattern, names }) {
  // What floats is put in its place in the frame after it came.
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);

  const faults = new Set();
  const own = new RegExp(pattern);
  const latin = names && new RegExp(`(?<![A-Za-z])(?:${names.join('|')})(?![A-Za-z])`, 'g');
  const quote = (text) => `“${text.trim().replace(/\s+/g, ' ').slice(0, 60)}”`;
  const place = (element) => {
    const parts = [];
    for (let at = element; at && at !== document.body && parts.length < 4; at = at.parentElement) {
      const [name] = [...at.classList].filter((each) => !each.startsWith('s-'));
      parts.unshift(at.localName + (name ? `.${name}` : ''));
    }
    return parts.join(' > ');
  };
  const note = (what, text, element) => faults.add(`${what}: ${quote(text)} in ${place(element)}`);

  /** What a person wrote or a machine reads: texts of documents, code, keys, names of fields. */
  const isForeign = (element) =>
    element.closest('.cm-content, code, kbd, pre, math, .katex, [role=gridcell] .muted');
  function checkWords(text, element) {
    if (latin && /[A-Za-z]{2}/.test(text.replace(latin, '')))
      note('not from the catalogue', text, element);
    if (own.test(text) && /\{\w+\}/.test(text)) note('nothing filled in', text, element);
  }

  /** The part of a box that its ancestors let through, and which of them cuts something off. */
  function clip(box, element) {
    let { left, right, top, bottom } = box;
    let cut = null;
    // What is placed absolutely is only cut off by what it is placed in.
    let isFree = false;
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(at);
      if (isFree && position === 'static') continue;
      isFree = position === 'absolute';
      const edge = at.getBoundingClientRect();
      const isInline = at.clientWidth === 0;
      if (!isInline && overflowX !== 'visible') {
        if (box.right > edge.right + 1 || box.left < edge.left - 1) {
          cut ??= overflowX === 'hidden' || overflowX === 'clip' ? 'cut off' : 'scrolls sideways';
        }
        [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      }
      if (!isInline && overflowY !== 'visible') {
        const isFixed = overflowY === 'hidden' || overflowY === 'clip';
        if (isFixed && (box.bottom > edge.bottom + 6 || box.top < edge.top - 6)) {
          cut ??= 'cut off below';
        }
        [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
      }
      if (position === 'fixed') break;
    }
    return { left, right, top, bottom, cut };
  }

  const LAYERS = '[role=dialog], [role=menu], [role=tooltip], .toasts, .toaster, .overlays';
  const seen = [];
  const isSeen = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.data;
    if (
      text.trim() === '' ||
      element.closest('script, style, option, .visually-hidden') ||
      !isSeen(element)
    )
      continue;
    if (!isForeign(element)) checkWords(text, element);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      // Words for a screen reader alone are a pixel wide.
      if (box.width < 2 || element.clientWidth === 1) continue;
      const part = clip(box, element);
      const isWhole = part.cut === null;
      const isEmpty = part.right - part.left < 2 || part.bottom - part.top < 2;
      // A title of a person's document may be of any length, and ends with an ellipsis.
      const holdsTitle = /\p{Script=Cyrillic}/u.test(text);
      // What a hint repeats in full may be short.
      const isSaid =
        [element, element.parentElement].some(({ title }) => title === text.trim()) ||
        // An entry of a table opens and says all.
        element.closest('[role=gridcell]');
      const isBelow = isEmpty && part.cut === 'cut off below';
      if (own.test(text) && !holdsTitle && !isSaid && !isWhole && !isBelow) {
        note(part.cut, text, element);
      }
      if (own.test(text) && (box.left < -1 || box.right > innerWidth + 1)) {
        if (!holdsTitle || isWhole) note('outside the window', text, element);
      }
      if (!isEmpty) seen.push({ ...part, text, element, layer: element.closest(LAYERS) });
    }
  }

  function isOnTop({ left, right, top, bottom, element }) {
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return hit !== null && (hit.contains(element) || element.contains(hit));
  }
  const top = seen.filter(isOnTop);
  for (const [index, a] of top.entries()) {
    for (const b of top.slice(index + 1)) {
      if (a.layer !== b.layer || a.element === b.element) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 4) note(`lies over ${quote(b.text)}`, a.text, a.element);
    }
  }

  const pen = document.createElement('canvas').getContext('2d');
  for (const element of document.body.querySelectorAll('*')) {
    if (!isSeen(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description']) {
      const text = element.getAttribute(name);
      // An icon is called what its makers call it.
      const isIcon = element.querySelector(':scope > .lucide') && /^[a-z\d-]+$/.test(text);
      if (text && !isIcon) checkWords(text, element);
    }
    const shown =
      element.localName === 'select'
        ? element.selectedOptions[0]?.text
        : element.value === '' && element.placeholder;
    if (shown && own.test(shown)) {
      const style = getComputedStyle(element);
      pen.font = style.font;
      const room =
        element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (pen.measureText(shown).width > room + 2) note('does not fit', shown, element);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.add('the window scrolls sideways');
  return [...faults];
}
