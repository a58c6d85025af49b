import type { Version } from '~/backend';
import { clock } from '~/lib/clock.svelte';
import { shortTime } from '~/lib/dates';
import { t } from '~/lib/i18n/index.svelte';

/** What tells a version from the others in a line of text: its name, else why and when it was made. */
export function versionLabel({ name, origin, createdAt }: Version): string {
  return name ?? `${t(`origin.${origin}`)} · ${shortTime(new Date(createdAt), clock.now)}`;
}
