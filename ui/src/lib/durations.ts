import { i18n } from './i18n/index.svelte';

function unit(value: number, name: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(i18n.tag, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: name === 'second' && value < 10 ? 1 : 0,
  }).format(value);
}

/** How long something took, in one or two units: 0.4 sec, 42 sec, 3 min 5 sec, 1 hr 20 min. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) return unit(seconds < 10 ? seconds : Math.floor(seconds), 'second');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(unit(minutes, 'minute'), Math.floor(seconds % 60), 'second');
  return pair(unit(Math.floor(minutes / 60), 'hour'), minutes % 60, 'minute');
}

function pair(first: string, rest: number, name: 'second' | 'minute'): string {
  return rest === 0 ? first : `${first} ${unit(rest, name)}`;
}
