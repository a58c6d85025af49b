/** A small Markdown renderer for the fake: enough to look at the interface without the core. */
import type { Block, Heading } from './types';

export function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(64, '0');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function inline(text: string): string {
  return escape(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\b_([^_]+)_\b/g, '<em>$1</em>')
    .replace(/\[\[([^\]]+)\]\]/g, '<a data-wiki="$1">$1</a>');
}

function listItem(line: string): string {
  const text = line.replace(/^\s*(?:[-*]|\d+\.) /, '');
  const task = /^\[([ x])\] (.*)$/.exec(text);
  if (!task) return `<li>${inline(text)}</li>`;
  const checked = task[1] === 'x' ? ' checked' : '';
  return `<li><input type="checkbox" disabled${checked}> ${inline(task[2] ?? '')}</li>`;
}

function renderBlock(lines: readonly string[]): string {
  const first = lines[0] ?? '';
  const heading = /^(#{1,6}) (.*)$/.exec(first);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    return `<h${level}>${inline(heading[2] ?? '')}</h${level}>`;
  }
  if (first.startsWith('```')) {
    return `<pre><code>${escape(lines.slice(1, -1).join('\n'))}</code></pre>`;
  }
  if (/^\s*[-*] /.test(first)) return `<ul>${lines.map(listItem).join('')}</ul>`;
  if (/^\d+\. /.test(first)) return `<ol>${lines.map(listItem).join('')}</ol>`;
  if (first.startsWith('> ')) {
    return `<blockquote><p>${lines.map((line) => inline(line.slice(2))).join('\n')}</p></blockquote>`;
  }
  return `<p>${lines.map(inline).join('\n')}</p>`;
}

export function renderFake(text: string): { blocks: Block[]; outline: Heading[] } {
  const blocks: Block[] = [];
  const outline: Heading[] = [];
  let lines: string[] = [];
  let from = 1;
  let inFence = false;
  const flush = () => {
    if (lines.length > 0) {
      blocks.push({
        hash: hashOf(lines.join('\n')),
        lineFrom: from,
        lineTo: from + lines.length - 1,
        html: renderBlock(lines),
      });
    }
    lines = [];
  };
  text.split('\n').forEach((line, index) => {
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (!inFence && (line.trim() === '' || heading)) flush();
    if (line.trim() === '' && !inFence) return;
    if (lines.length === 0) from = index + 1;
    lines.push(line);
    if (line.startsWith('```')) inFence = !inFence;
    if (heading && !inFence) {
      const title = heading[2] ?? '';
      outline.push({ level: heading[1]?.length ?? 1, text: title, slug: title, line: index + 1 });
      flush();
    }
  });
  flush();
  return { blocks, outline };
}
