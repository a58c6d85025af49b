import { t } from '~/lib/i18n/index.svelte';

const MARGIN = '400px';
/** How long the frame may take to load its library. */
const READY_MS = 15_000;

interface Waiting {
  readonly resolve: (svg: string) => void;
  readonly reject: (error: Error) => void;
}

/** The one frame that draws all diagrams; made when the first diagram comes near the view. */
class DiagramFrame {
  readonly #waiting = new Map<number, Waiting>();
  #frame: Promise<Window> | null = null;
  #lastId = 0;

  async draw(source: string, dark: boolean): Promise<string> {
    this.#frame ??= this.#open().catch((error: unknown) => {
      // The next diagram tries again.
      this.#frame = null;
      throw error;
    });
    const frame = await this.#frame;
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // The frame has no origin of its own, so none can be named.
      frame.postMessage({ id, source, dark }, '*');
    });
  }

  #open(): Promise<Window> {
    const frame = document.createElement('iframe');
    const script = (name: string) => `<script src="${location.origin}/diagram/${name}"></script>`;
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    // Text is measured while a diagram is laid out, so the frame must not be without a size.
    frame.style.cssText =
      'position:fixed;inset-inline-start:-2000px;width:1200px;height:800px;border:0';
    frame.srcdoc = `<!doctype html><body>${script('mermaid.min.js')}${script('frame.js')}</body>`;
    return new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(t('preview.noDiagrams'))), READY_MS);
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.source !== frame.contentWindow || frame.contentWindow === null) return;
        if (this.#answer(event.data)) return;
        resolve(frame.contentWindow);
      });
      document.body.append(frame);
    });
  }

  /** Returns whether the message was an answer; the only other one says that the frame is ready. */
  #answer(data: unknown): boolean {
    if (typeof data !== 'object' || data === null || !('id' in data)) return false;
    if (typeof data.id !== 'number') return false;
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ('svg' in data && typeof data.svg === 'string') waiting?.resolve(data.svg);
    else waiting?.reject(new Error('error' in data ? String(data.error) : 'no picture'));
    return true;
  }
}

const frame = new DiagramFrame();

/** Pictures drawn lately, by theme and source: an edit beside a diagram does not draw it again. */
const drawn = new Map<string, Promise<string>>();
const DRAWN_KEPT = 60;

function drawOnce(source: string, theme: Theme): Promise<string> {
  const key = `${theme}\n${source}`;
  const known = drawn.get(key);
  if (known) return known;
  const picture = frame.draw(source, theme === 'dark');
  drawn.set(key, picture);
  // What failed may have failed for want of the library.
  picture.catch(() => drawn.delete(key));
  const oldest = drawn.keys().next();
  if (drawn.size > DRAWN_KEPT && !oldest.done) drawn.delete(oldest.value);
  return picture;
}

type Theme = 'light' | 'dark';
const currentTheme = (): Theme =>
  document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';

/** The size that a drawing has of itself, from the box that its root says it fills. */
export function naturalSize(svg: string): { width: number; height: number } | null {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? '';
  const box = /\bviewBox="\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)\s*"/i.exec(root);
  const width = Number(box?.[1]);
  const height = Number(box?.[2]);
  return width > 0 && height > 0 ? { width: Math.ceil(width), height: Math.ceil(height) } : null;
}

function pictureOf(svg: string, source: string): HTMLImageElement {
  const image = document.createElement('img');
  image.alt = source;
  const size = naturalSize(svg);
  if (size) {
    image.width = size.width;
    image.height = size.height;
  }
  // As an image a drawing can neither run scripts nor fetch anything.
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

/** One diagram in the page: its source until it is drawn, then a picture of it in either theme. */
class Diagram {
  readonly #element: HTMLElement;
  readonly #source: string;
  #shown: Theme | null = null;
  #stopped = false;

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#source = element.textContent;
  }

  async draw(): Promise<void> {
    const theme = currentTheme();
    if (theme === this.#shown) return;
    this.#shown = theme;
    try {
      const svg = await drawOnce(this.#source, theme);
      if (this.#isCurrent(theme)) this.#show([pictureOf(svg, this.#source)], true);
    } catch (error) {
      if (this.#isCurrent(theme)) this.#show(this.#failure(error), false);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  #isCurrent(theme: Theme): boolean {
    return !this.#stopped && theme === this.#shown;
  }

  #show(content: readonly (Node | string)[], isPicture: boolean): void {
    this.#element.replaceChildren(...content);
    this.#element.classList.toggle('diagram', isPicture);
  }

  #failure(error: unknown): (Node | string)[] {
    const message = document.createElement('p');
    message.className = 'diagram-error';
    message.textContent = error instanceof Error ? error.message : String(error);
    return [this.#source, message];
  }
}

/** Draws a diagram once it comes near the view, and again in another theme. Returns what gives it up. */
export function renderDiagram(element: HTMLElement): () => void {
  const diagram = new Diagram(element);
  const themes = new MutationObserver(() => void diagram.draw());
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      void diagram.draw();
    },
    { rootMargin: MARGIN },
  );
  near.observe(element);
  return () => {
    diagram.stop();
    near.disconnect();
    themes.disconnect();
  };
}
