import type { Arrange } from '~/state/graph.svelte';

import type { Told } from './layout.worker';

/** Lays a graph out in a worker of its own, which ends with it. */
export const arrange: Arrange = (shape, progress) => {
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
  const places = new Promise<Float32Array>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if ('progress' in data) {
        progress(data.progress);
        return;
      }
      worker.terminate();
      resolve(data.places);
    });
    worker.addEventListener('error', () => {
      worker.terminate();
      reject(new Error('the layout has failed'));
    });
    worker.postMessage(shape);
  });
  return { places, stop: () => worker.terminate() };
};
