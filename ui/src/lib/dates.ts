import { i18n, t } from './i18n/index.svelte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Whole calendar days from `date` to `now`, in the person's time zone. */
function daysAgo(date: Date, now: Date): number {
  return Math.round((startOfDay(now) - startOfDay(date)) / DAY);
}

function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(i18n.tag, options).format(date);
}

/** "just now", "12 min ago", "Yesterday", "Mon", "12 Nov", "12 Nov 2024". */
export function relativeTime(date: Date, now: Date): string {
  const elapsed = now.getTime() - date.getTime();
  if (elapsed < MINUTE) return t('time.now');
  const relative = new Intl.RelativeTimeFormat(i18n.tag, { numeric: 'auto', style: 'short' });
  if (elapsed < HOUR) return relative.format(-Math.floor(elapsed / MINUTE), 'minute');
  const days = daysAgo(date, now);
  if (days === 0) return relative.format(-Math.floor(elapsed / HOUR), 'hour');
  if (days === 1) return t('time.yesterday');
  if (days < 7) return format(date, { weekday: 'short' });
  if (date.getFullYear() === now.getFullYear()) {
    return format(date, { day: 'numeric', month: 'short' });
  }
  return format(date, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Date and time in full, for tooltips and the information panel. */
export function absoluteTime(date: Date): string {
  return format(date, { dateStyle: 'long', timeStyle: 'short' });
}

/** A moment in a few words: its time, and its day unless that is today. */
export function shortTime(date: Date, now: Date): string {
  if (daysAgo(date, now) === 0) return timeOfDay(date);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  const day = { day: 'numeric', month: 'short' } as const;
  return format(date, { ...day, ...year, hour: 'numeric', minute: '2-digit' });
}

export function timeOfDay(date: Date): string {
  return format(date, { timeStyle: 'short' });
}

/** The heading under which a date is listed: Today, Yesterday, This week, or its month. */
export function dateGroup(date: Date, now: Date): string {
  const days = daysAgo(date, now);
  if (days <= 0) return t('time.today');
  if (days === 1) return t('time.yesterday');
  if (days < 7) return t('time.thisWeek');
  if (date.getFullYear() === now.getFullYear()) return format(date, { month: 'long' });
  return format(date, { month: 'long', year: 'numeric' });
}

/** The heading of one day in a timeline. */
export function dayHeading(date: Date, now: Date): string {
  const days = daysAgo(date, now);
  if (days <= 0) return t('time.today');
  if (days === 1) return t('time.yesterday');
  return format(date, { dateStyle: 'medium' });
}
