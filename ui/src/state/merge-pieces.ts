import type { MergeRegion } from '~/backend';

export type Side = 'mine' | 'theirs';
/** What is decided about one place: a side, both behind one another, or words of one's own. */
export type Decision =
  { readonly choice: Side | 'both' } | { readonly choice: 'own'; readonly text: string };
export type Choice = Decision['choice'];

/** A part of the text that is settled: nobody changed it, or it was merged. */
export interface Settled {
  readonly kind: 'settled';
  readonly id: number;
  readonly text: string;
  /** Who changed it; `null` where nobody did. */
  readonly by: Side | 'both' | null;
  /** The field of the front matter that it is, if it is one. */
  readonly field: string | null;
}

/** A place where a person chooses. */
export interface Clash {
  readonly kind: 'clash';
  readonly id: number;
  /** From 1. */
  readonly number: number;
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  /** The field of the front matter that both sides set, if it is one. */
  readonly field: string | null;
}
export type Piece = Settled | Clash;

const FENCE = /^\uFEFF?---[ \t]*\r?\n?$/;
const FIELD = /^(?:[ \t]*#.*\r?\n)*([^\s#:-][^:\r\n]*):(?:[ \t]|\r?\n|$)/;

/** The key of a field of front matter, if all these texts are it, or nothing where a side took it out. */
function fieldOf(texts: readonly string[]): string | null {
  const keys = new Set(texts.filter((text) => text !== '').map((text) => FIELD.exec(text)?.[1]));
  const [key] = keys;
  return keys.size === 1 && key !== undefined ? key.trim() : null;
}

/** Numbers the places of a merge, and tells the fields of front matter from the text. */
export function piecesOf(regions: readonly MergeRegion[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let front: 'before' | 'inside' | 'behind' = 'before';
  let clashes = 0;
  for (const [id, region] of regions.entries()) {
    const texts =
      region.kind === 'conflict' ? [region.base, region.mine, region.theirs] : [region.text];
    const field = front === 'inside' ? fieldOf(texts) : null;
    if (region.kind === 'conflict') {
      clashes += 1;
      const { base, mine, theirs } = region;
      pieces.push({ kind: 'clash', id, number: clashes, base, mine, theirs, field });
    } else {
      const by = region.kind === 'auto' ? region.side : null;
      pieces.push({ kind: 'settled', id, text: region.text, by, field });
      front = after(front, region.text);
    }
    if (front === 'before') front = 'behind';
  }
  return pieces;
}

function after(front: 'before' | 'inside' | 'behind', text: string) {
  let now = front;
  for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    if (now === 'behind') return now;
    const isFence = FENCE.test(line);
    if (now === 'before') now = isFence ? 'inside' : 'behind';
    else if (isFence) now = 'behind';
  }
  return now;
}

export function isClash(piece: Piece): piece is Clash {
  return piece.kind === 'clash';
}

/** The two sides behind one another; the last line of a text may have no end. */
function both({ mine, theirs }: Clash): string {
  const gap = mine === '' || /[\r\n]$/.test(mine) ? '' : lineEnd(theirs + mine);
  return mine + gap + theirs;
}

function lineEnd(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** What stands in the place of a clash by a decision. */
export function decidedText(clash: Clash, decision: Decision): string {
  switch (decision.choice) {
    case 'mine':
      return clash.mine;
    case 'theirs':
      return clash.theirs;
    case 'both':
      return both(clash);
    case 'own':
      return ownText(clash, decision.text);
  }
}

/** Words of one's own with the line ends of the place: the next line must not run on. */
function ownText(clash: Clash, typed: string): string {
  const around = clash.mine + clash.theirs + clash.base;
  const end = lineEnd(around);
  const ends = [clash.mine, clash.theirs, clash.base].some((text) => text.endsWith('\n'));
  const text = typed.replace(/\r\n?|\n/g, end);
  return text === '' || !ends || text.endsWith('\n') ? text : text + end;
}

/** The whole text; a place that is not decided yet has what both sides had before. */
export function mergedText(
  pieces: readonly Piece[],
  decisions: ReadonlyMap<number, Decision>,
): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'settled') return piece.text;
      const decision = decisions.get(piece.id);
      return decision === undefined ? piece.base : decidedText(piece, decision);
    })
    .join('');
}

function sameClash(a: Clash, b: Clash): boolean {
  return a.base === b.base && a.mine === b.mine && a.theirs === b.theirs;
}

/** The decisions that still are about the same words after the text has changed elsewhere. */
export function carried(
  decisions: ReadonlyMap<number, Decision>,
  before: readonly Piece[],
  after: readonly Piece[],
): ReadonlyMap<number, Decision> {
  const kept = new Map<number, Decision>();
  const free = before.filter(isClash).filter(({ id }) => decisions.has(id));
  for (const clash of after.filter(isClash)) {
    const at = free.findIndex((old) => sameClash(old, clash));
    const [old] = at < 0 ? [] : free.splice(at, 1);
    const decision = old && decisions.get(old.id);
    if (decision) kept.set(clash.id, decision);
  }
  return kept;
}

/** The value of a field as a person reads it, without its key. */
export function fieldValue(text: string): string {
  const found = FIELD.exec(text);
  return found === null ? text.trim() : text.slice(found[0].length).trim();
}
