import { recall, remember } from '~/lib/storage';

export const VIEW_MODES = ['edit', 'split', 'preview'] as const;
export type ViewMode = (typeof VIEW_MODES)[number];
export type Pane = 'sidebar' | 'list' | 'inspector';

export interface PaneBounds {
  readonly min: number;
  readonly max: number;
  readonly initial: number;
}
/** In pixels, as in the tokens. */
export const PANE_BOUNDS: Readonly<Record<Pane, PaneBounds>> = {
  sidebar: { min: 200, max: 360, initial: 240 },
  list: { min: 240, max: 480, initial: 300 },
  inspector: { min: 240, max: 480, initial: 300 },
};

/** Below this width the sidebar becomes a rail of icons. */
const RAIL_BELOW = 960;
/** Below this width the inspector lies over the document. */
const OVERLAY_BELOW = 1040;

interface Remembered {
  readonly widths: Record<Pane, number>;
  readonly inspector: boolean;
  readonly mode: ViewMode;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function recallLayout(): Remembered {
  const saved = recall('layout');
  const from = isObject(saved) ? saved : {};
  const widths = isObject(from['widths']) ? from['widths'] : {};
  const width = (pane: Pane) => {
    const value = widths[pane];
    const { min, max, initial } = PANE_BOUNDS[pane];
    return typeof value === 'number' ? Math.min(max, Math.max(min, value)) : initial;
  };
  return {
    widths: { sidebar: width('sidebar'), list: width('list'), inspector: width('inspector') },
    inspector: from['inspector'] === true,
    mode: VIEW_MODES.find((mode) => mode === from['mode']) ?? 'split',
  };
}

/** Which regions are shown and how wide they are. */
export class LayoutState {
  windowWidth = $state(innerWidth);
  focusMode = $state(false);
  #widths = $state<Record<Pane, number>>({ sidebar: 0, list: 0, inspector: 0 });
  #mode = $state<ViewMode>('split');
  #inspector = $state(false);
  /** What the person chose, until the window's width class changes. */
  #sidebarChoice = $state<boolean | null>(null);
  #listChoice = $state<boolean | null>(null);

  constructor() {
    const { widths, mode, inspector } = recallLayout();
    this.#widths = widths;
    this.#mode = mode;
    this.#inspector = inspector;
  }

  get mode(): ViewMode {
    return this.#mode;
  }
  setMode(mode: ViewMode): void {
    this.#mode = mode;
    this.#remember();
  }
  toggleSplit(): void {
    this.setMode(this.#mode === 'split' ? 'edit' : 'split');
  }
  togglePreview(): void {
    this.setMode(this.#mode === 'preview' ? 'edit' : 'preview');
  }
  toggleFocus(): void {
    this.focusMode = !this.focusMode;
  }

  readonly sidebar = $derived.by<'full' | 'rail' | 'hidden'>(() => {
    if (this.focusMode) return 'hidden';
    const narrow = this.windowWidth < RAIL_BELOW;
    if (this.#sidebarChoice === null) return narrow ? 'rail' : 'full';
    return this.#sidebarChoice ? 'full' : narrow ? 'rail' : 'hidden';
  });
  readonly listShown = $derived(!this.focusMode && (this.#listChoice ?? true));
  readonly inspectorShown = $derived(!this.focusMode && this.#inspector);
  readonly inspectorOverlays = $derived(this.windowWidth < OVERLAY_BELOW);

  width(pane: Pane): number {
    return this.#widths[pane];
  }
  setWidth(pane: Pane, width: number): void {
    const { min, max } = PANE_BOUNDS[pane];
    this.#widths[pane] = Math.min(max, Math.max(min, Math.round(width)));
    this.#remember();
  }

  toggleSidebar(): void {
    this.#sidebarChoice = this.sidebar !== 'full';
  }
  toggleList(): void {
    this.#listChoice = !this.listShown;
  }
  showList(): void {
    this.#listChoice = true;
  }
  toggleInspector(): void {
    this.#inspector = !this.#inspector;
    this.#remember();
  }
  #remember(): void {
    remember('layout', { widths: this.#widths, mode: this.#mode, inspector: this.#inspector });
  }
}
