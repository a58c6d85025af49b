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
/** Below this width a split needs the room of the list. */
const SPLIT_ALONE_BELOW = 1360;
/** Below this width the inspector lies over the document. */
const OVERLAY_BELOW = 1040;

/** Windows of about one size share the widths of their panes. */
type Size = 'narrow' | 'medium' | 'wide';
type Widths = Record<Pane, number>;

interface Remembered {
  readonly widths: Record<Size, Widths>;
  readonly list: boolean | null;
  readonly inspector: boolean;
  readonly mode: ViewMode;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function recallWidths(saved: unknown): Widths {
  const from = isObject(saved) ? saved : {};
  const width = (pane: Pane) => {
    const value = from[pane];
    const { min, max, initial } = PANE_BOUNDS[pane];
    return typeof value === 'number' ? Math.min(max, Math.max(min, value)) : initial;
  };
  return { sidebar: width('sidebar'), list: width('list'), inspector: width('inspector') };
}

function recallLayout(): Remembered {
  const saved = recall('layout');
  const from = isObject(saved) ? saved : {};
  const widths = isObject(from['widths']) ? from['widths'] : {};
  return {
    widths: {
      narrow: recallWidths(widths['narrow']),
      medium: recallWidths(widths['medium']),
      wide: recallWidths(widths['wide']),
    },
    list: typeof from['list'] === 'boolean' ? from['list'] : null,
    inspector: from['inspector'] === true,
    mode: VIEW_MODES.find((mode) => mode === from['mode']) ?? 'split',
  };
}

/** Which regions are shown and how wide they are. */
export class LayoutState {
  windowWidth = $state(innerWidth);
  focusMode = $state(false);
  #widths = $state.raw<Record<Size, Widths>>(recallLayout().widths);
  #mode = $state<ViewMode>('split');
  #inspector = $state(false);
  /** What the person chose, until the window's width class changes. */
  #sidebarChoice = $state<boolean | null>(null);
  #listChoice = $state<boolean | null>(null);
  /** The list made room for a split that was asked for; it comes back with the end of the split. */
  #listGaveWay = $state(false);

  constructor() {
    const { list, mode, inspector } = recallLayout();
    this.#listChoice = list;
    this.#mode = mode;
    this.#inspector = inspector;
  }

  get mode(): ViewMode {
    return this.#mode;
  }
  setMode(mode: ViewMode): void {
    const splits = mode === 'split' && this.#mode !== 'split';
    if (splits) this.#listGaveWay = this.windowWidth < SPLIT_ALONE_BELOW;
    else if (mode !== 'split') this.#listGaveWay = false;
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
  readonly listShown = $derived(!this.focusMode && (this.#listChoice ?? !this.#listGaveWay));
  readonly inspectorShown = $derived(!this.focusMode && this.#inspector);
  readonly inspectorOverlays = $derived(this.windowWidth < OVERLAY_BELOW);

  readonly #size = $derived.by<Size>(() => {
    if (this.windowWidth < RAIL_BELOW) return 'narrow';
    return this.windowWidth < SPLIT_ALONE_BELOW ? 'medium' : 'wide';
  });

  width(pane: Pane): number {
    return this.#widths[this.#size][pane];
  }
  setWidth(pane: Pane, width: number): void {
    const { min, max } = PANE_BOUNDS[pane];
    const next = Math.min(max, Math.max(min, Math.round(width)));
    const size = this.#size;
    this.#widths = { ...this.#widths, [size]: { ...this.#widths[size], [pane]: next } };
    this.#remember();
  }

  toggleSidebar(): void {
    this.#sidebarChoice = this.sidebar !== 'full';
  }
  toggleList(): void {
    this.#listChoice = !this.listShown;
    this.#remember();
  }
  /** Something in the list is to be seen: what the person chose holds otherwise. */
  showList(): void {
    this.#listGaveWay = false;
    if (this.#listChoice === false) this.#listChoice = true;
  }
  toggleInspector(): void {
    this.#inspector = !this.#inspector;
    this.#remember();
  }
  #remember(): void {
    const kept: Remembered = {
      widths: this.#widths,
      list: this.#listChoice,
      mode: this.#mode,
      inspector: this.#inspector,
    };
    remember('layout', kept);
  }
}
