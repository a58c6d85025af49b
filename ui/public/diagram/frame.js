// Runs inside a sandboxed frame without an origin: it cannot reach the page, its storage or the
// network. It takes the source of a diagram and gives back a picture as text.
/* global mermaid */
addEventListener('message', async (event) => {
  const { id, source, dark } = event.data;
  try {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      theme: dark ? 'dark' : 'neutral',
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      fontFamily: 'system-ui, sans-serif',
    });
    const { svg } = await mermaid.render(`diagram-${id}`, source);
    event.source.postMessage({ id, svg }, '*');
  } catch (error) {
    event.source.postMessage({ id, error: String(error?.message ?? error) }, '*');
  }
});
parent.postMessage({ ready: true }, '*');
