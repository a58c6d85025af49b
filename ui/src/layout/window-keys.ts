import { ACTIONS, actionFor } from '~/actions';
import { isComposing, isTextField } from '~/lib/keys';
import type { App } from '~/state/app.svelte';

const FOCUSABLE =
  '[tabindex="0"], button:not([tabindex="-1"]), input, .cm-content, a[href], select, textarea';
const FLASH_MS = 600;

/** Runs what a key stroke means, unless an overlay or an input method has the keyboard. */
export function windowKeys(app: App, event: KeyboardEvent): void {
  if (event.defaultPrevented || isComposing(event)) return;
  if (event.key === 'F6') {
    event.preventDefault();
    cycleRegions(event.shiftKey ? -1 : 1);
    return;
  }
  if (event.key === 'Escape' && app.layout.focusMode) {
    app.layout.focusMode = false;
    return;
  }
  if (app.overlay !== null && app.overlay !== 'omnibox') return;
  const found = actionFor(ACTIONS, event, app, isTextField(event.target));
  if (!found) return;
  event.preventDefault();
  void found.run(app);
}

function cycleRegions(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const start = at < 0 && step < 0 ? 0 : at;
  for (let offset = 1; offset <= regions.length; offset++) {
    const index = (start + step * offset + regions.length * 2) % regions.length;
    const region = regions[index];
    const goal =
      region?.querySelector<HTMLElement>('[data-region-focus]') ??
      region?.querySelector<HTMLElement>(FOCUSABLE);
    if (!region || !goal) continue;
    goal.focus();
    region.classList.add('region-flash');
    setTimeout(() => region.classList.remove('region-flash'), FLASH_MS);
    return;
  }
}
