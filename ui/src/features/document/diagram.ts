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
    this.#frame ??= this.#open();
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

async function draw(element: HTMLElement, source: string, isWanted: () => boolean): Promise<void> {
  const dark = document.documentElement.dataset['theme'] === 'dark';
  try {
    const svg = await frame.draw(source, dark);
    if (!isWanted()) return;
    const image = document.createElement('img');
    image.alt = source;
    // As an image a drawing can neither run scripts nor fetch anything.
    image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
    element.replaceChildren(image);
    element.classList.add('diagram');
  } catch (error) {
    if (!isWanted()) return;
    const message = document.createElement('p');
    message.className = 'math-error';
    message.textContent = error instanceof Error ? error.message : String(error);
    element.append(message);
  }
}

/** Draws a diagram once it comes near the view. Returns what gives it up. */
export function renderDiagram(element: HTMLElement): () => void {
  const source = element.textContent;
  let wanted = true;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void draw(element, source, () => wanted);
    },
    { rootMargin: MARGIN },
  );
  observer.observe(element);
  return () => {
    wanted = false;
    observer.disconnect();
  };
}
