// Runs inside a sandboxed frame without an origin: it cannot reach the page, its storage or the
// network. It takes the source of a diagram and gives back a picture as text.
/* global mermaid */
async function draw({ data: { id, source, dark }, source: page }) {
  try {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      theme: dark ? 'dark' : 'neutral',
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      fontFamily: 'system-ui, sans-serif',
      // An error is told in the page; the library's own picture of one would stay in the frame.
      suppressErrorRendering: true,
    });
    const { svg } = await mermaid.render(`diagram-${id}`, source);
    page.postMessage({ id, svg }, '*');
  } catch (error) {
    page.postMessage({ id, error: String(error?.message ?? error) }, '*');
  }
}

// One at a time: the library keeps its theme in one place for all.
let last = Promise.resolve();
addEventListener('message', (event) => {
  last = last.then(() => draw(event));
});
parent.postMessage({ ready: true }, '*');
