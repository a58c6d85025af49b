import type { IconComponent } from './icon';

let set = $state.raw<ReadonlyMap<string, IconComponent> | null>(null);
let asked = false;

async function load(): Promise<void> {
  asked = true;
  try {
    set = (await import('./icon-set')).ICONS;
  } catch {
    // Without the pictures the plain ones stay; the next icon asks again.
    asked = false;
  }
}

/** The picture stored under a name; another one while it is on its way, or when the name is unknown. */
export function namedIcon(name: string | undefined, otherwise: IconComponent): IconComponent {
  if (name === undefined) return otherwise;
  if (!asked) void load();
  return set?.get(name) ?? otherwise;
}
