// Lays a graph out beside the interface, which goes on answering meanwhile.
import type { Shape } from '~/state/graph.svelte';

import { layOut } from './layout';

export type Told = { readonly progress: number } | { readonly places: Float32Array };

/** Progress is told this often and not after every step. */
const TELL_MS = 100;

self.addEventListener('message', ({ data }: MessageEvent<Shape>) => {
  const tell = (told: Told) => self.postMessage(told);
  let last = performance.now();
  const steps = layOut(data);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) {
      tell({ places: value });
      return;
    }
    if (performance.now() - last > TELL_MS) {
      last = performance.now();
      tell({ progress: value });
    }
  }
});
