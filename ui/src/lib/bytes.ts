import { i18n } from './i18n/index.svelte';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people read it: 840 bytes, 12.4 kB, 3 MB. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(i18n.tag, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    // “1 byte”, “840 bytes”: the short form of this one unit has no plural.
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step);
}
