import mermaid from 'mermaid';

// The script of the frame that draws (public/diagram/frame.js) finds the library by this name.
Object.assign(globalThis, { mermaid });
