import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

export type LinkTarget =
  | { readonly kind: 'document'; readonly target: string; readonly fragment: string | undefined }
  | { readonly kind: 'address'; readonly address: string };

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function inside(target: string): LinkTarget {
  const hash = target.indexOf('#');
  return {
    kind: 'document',
    target: hash < 0 ? target : target.slice(0, hash),
    fragment: hash < 0 ? undefined : target.slice(hash + 1),
  };
}

function ofAddress(written: string): LinkTarget {
  const address = written.replace(/^<|>$/g, '');
  if (/^www\./i.test(address)) return { kind: 'address', address: `https://${address}` };
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return { kind: 'address', address };
  if (/^[^\s/@]+@[^\s/@]+$/.test(address)) return { kind: 'address', address: `mailto:${address}` };
  return inside(decoded(address));
}

/** Where the link at a position leads, if there is one. */
export function linkAt(state: EditorState, pos: number): LinkTarget | null {
  for (const side of [-1, 1] as const) {
    for (let node = syntaxTree(state).resolveInner(pos, side); node.parent; node = node.parent) {
      if (node.name === 'WikiLink') {
        const text = state.sliceDoc(node.from + 2, node.to - 2);
        return inside(text.split('|')[0]?.trim() ?? '');
      }
      if (node.name === 'Link' || node.name === 'Image' || node.name === 'LinkReference') {
        const url = node.getChild('URL');
        if (url) return ofAddress(state.sliceDoc(url.from, url.to));
      }
      if (node.name === 'URL' || node.name === 'Autolink') {
        return ofAddress(state.sliceDoc(node.from, node.to));
      }
    }
  }
  return null;
}
