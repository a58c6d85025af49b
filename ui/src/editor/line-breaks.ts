import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars } from '@codemirror/view';

export type LineEnding = 'lf' | 'crlf' | 'cr';

const BREAKS: Readonly<Record<LineEnding, string>> = { lf: '\n', crlf: '\r\n', cr: '\r' };

function renderSpecial(code: number, description: string | null): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'cm-specialChar';
  // A byte order mark and a stray carriage return are kept, and in nobody's way.
  mark.textContent = code === 0xfeff || code === 0x0d ? '' : '•';
  mark.title = description ?? `U+${code.toString(16).padStart(4, '0')}`;
  return mark;
}

/**
 * Keeps every byte of the lines that nobody edits. Only the document's own line ending separates
 * lines; an odd one in between stays a character of its line. What is pasted takes the document's.
 */
export function keepLineBreaks(ending: LineEnding): Extension {
  return [
    EditorState.lineSeparator.of(BREAKS[ending]),
    EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?|\n/g, BREAKS[ending])),
    highlightSpecialChars({ render: renderSpecial }),
  ];
}
