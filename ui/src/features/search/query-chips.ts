/** A part of a query that stands for itself, such as `tag:work`. */
export interface QueryChip {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const FIELD = /^-?(?:title|tag|category|is|has|after|before|in):./i;

/** Cuts a query at its spaces, but for those between quotes. */
function words(query: string): QueryChip[] {
  const found: QueryChip[] = [];
  let from = -1;
  let quoted = false;
  for (let at = 0; at <= query.length; at++) {
    const sign = query[at];
    if (sign === '\\') {
      if (from < 0) from = at;
      at += 1;
    } else if (sign === undefined || (!quoted && /\s/.test(sign))) {
      if (from >= 0) found.push({ text: query.slice(from, at), from, to: at });
      from = -1;
    } else {
      if (from < 0) from = at;
      if (sign === '"') quoted = !quoted;
    }
  }
  return found;
}

/** The fields of a query, in the order in which they stand. */
export function queryChips(query: string): QueryChip[] {
  return words(query).filter(({ text }) => FIELD.test(text) && !/[()]/.test(text));
}

export function withoutChip(query: string, chip: QueryChip): string {
  return `${query.slice(0, chip.from)}${query.slice(chip.to)}`.replace(/\s{2,}/g, ' ').trim();
}

export function withOperator(query: string, operator: string): string {
  return query.trim() === '' ? operator : `${query.trim()} ${operator}`;
}
