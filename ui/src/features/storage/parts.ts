import type { StorageStats } from '~/backend';
import type { BarSegment } from '~/components/bar-segment';
import { formatBytes } from '~/lib/bytes';
import type { Hue } from '~/lib/hues';
import { t, type MessageKey } from '~/lib/i18n/index.svelte';
import { kindOf } from '~/state/storage.svelte';

interface Part {
  /** As the program calls it. */
  readonly kind: string;
  readonly title: MessageKey;
  readonly count: MessageKey | null;
  readonly hue: Hue;
}

/** All that lies in the library file; attachments lie beside it. */
const IN_FILE: readonly Part[] = [
  { kind: 'texts', title: 'storage.texts', count: 'docs.count', hue: 'indigo' },
  { kind: 'versions', title: 'storage.versions', count: 'storage.versionCount', hue: 'violet' },
  { kind: 'search', title: 'storage.search', count: null, hue: 'cyan' },
  { kind: 'render cache', title: 'storage.renderCache', count: null, hue: 'teal' },
  { kind: 'audit', title: 'storage.audit', count: 'storage.entryCount', hue: 'amber' },
  { kind: 'trash', title: 'storage.trash', count: 'docs.count', hue: 'red' },
];
const ATTACHMENTS: Part = {
  kind: 'attachments',
  title: 'storage.attachments',
  count: 'storage.fileCount',
  hue: 'green',
};

export function totalBytes(stats: StorageStats): number {
  return stats.fileBytes + kindOf(stats, 'attachments').bytes;
}

/** What could go: unused attachments, the trash, and room that is free already. */
export function reclaimableBytes(stats: StorageStats): number {
  return stats.unusedAttachments.bytes + kindOf(stats, 'trash').bytes + stats.freeBytes;
}

/** The parts that make up the total; what no kind accounts for is tables and indexes. */
export function segmentsOf(stats: StorageStats): BarSegment[] {
  const segment = ({ kind, title, count, hue }: Part): BarSegment => {
    const size = kindOf(stats, kind);
    return {
      id: kind,
      label: t(title),
      value: size.bytes,
      text: formatBytes(size.bytes),
      detail: count === null ? undefined : t(count, { n: size.count }),
      hue,
    };
  };
  const inFile = IN_FILE.map(segment);
  const known = inFile.reduce((sum, { value }) => sum + value, stats.freeBytes);
  const rest = Math.max(0, stats.fileBytes - known);
  const plain = (id: string, title: MessageKey, value: number, hue: Hue): BarSegment => {
    return { id, label: t(title), value, text: formatBytes(value), hue };
  };
  const [texts, ...others] = inFile;
  return [
    ...(texts ? [texts] : []),
    segment(ATTACHMENTS),
    ...others,
    plain('rest', 'storage.rest', rest, 'slate'),
    plain('free', 'storage.free', stats.freeBytes, 'lime'),
  ];
}
