import type { Version } from '~/backend';
import { absoluteTime } from '~/lib/dates';

/** What tells a version from the others in a line of text: its name, else when it was made. */
export function versionLabel(version: Version): string {
  return version.name ?? absoluteTime(new Date(version.createdAt));
}
