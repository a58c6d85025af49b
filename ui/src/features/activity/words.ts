import type { ActorKind, ApiKey, AuditEntry, ObjectKind } from '~/backend';
import { i18n, t, type MessageKey } from '~/lib/i18n/index.svelte';

export const ACTORS: Readonly<Record<ActorKind, MessageKey>> = {
  person: 'actor.person',
  commandLine: 'actor.commandLine',
  key: 'actor.key',
  remote: 'actor.remote',
  program: 'actor.program',
};

/** What the log calls an action, and what people do. */
export const ACTIONS = [
  'create',
  'update',
  'save',
  'trash',
  'restore',
  'purge',
  'delete',
  'rename',
  'merge',
  'nameVersion',
  'attach',
  'detach',
  'revoke',
  'propose',
  'accept',
  'reject',
  'reopen',
  'resolveConflict',
] as const;
type KnownAction = (typeof ACTIONS)[number];

function isKnown(action: string): action is KnownAction {
  return ACTIONS.some((known) => known === action);
}

/** The action in words; one that a newer program wrote is shown as it is. */
export function actionText(action: string): string {
  return isKnown(action) ? t(`did.${action}`) : action;
}

export const KINDS: Readonly<Record<ObjectKind, MessageKey>> = {
  document: 'kind.document',
  category: 'kind.category',
  tag: 'kind.tag',
  attachment: 'kind.attachment',
  savedSearch: 'kind.savedSearch',
  setting: 'kind.setting',
  key: 'kind.key',
  changeSet: 'kind.changeSet',
  library: 'kind.library',
};

/** Who did it; a key by its name where it is still known. */
export function actorText(entry: AuditEntry, keys: readonly ApiKey[]): string {
  const { actor } = entry.cause;
  if (actor.kind === 'key') {
    const known = keys.find(({ id }) => id === actor.id);
    if (known) return known.name;
  }
  return t(ACTORS[actor.kind]);
}

/** Whether undoing can be asked for. The program has the last word: it looks at what is there now. */
export function canRevert({ reverted, object, action }: AuditEntry): boolean {
  if (reverted || action === 'purge') return false;
  if (object.kind === 'key') return action === 'create';
  return object.kind !== 'attachment' && object.kind !== 'library';
}

export interface ChangedField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return '—';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return i18n.number(value);
  if (typeof value === 'boolean') return t(value ? 'activity.yes' : 'activity.no');
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(shown).join(', ');
  return JSON.stringify(value);
}

/** The fields that differ, in the order the log has them. */
export function changedFields({ before, after }: AuditEntry): ChangedField[] {
  if (!isRecord(before) && !isRecord(after)) {
    return [{ name: '', before: shown(before), after: shown(after) }];
  }
  const from = isRecord(before) ? before : {};
  const to = isRecord(after) ? after : {};
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .map((name) => ({ name, before: shown(from[name]), after: shown(to[name]) }))
    .filter((field) => field.before !== field.after);
}

/** One line for a table: what was changed, or that it was undone. */
export function resultText(entry: AuditEntry): string {
  if (entry.reverted) return t('activity.undone');
  const names = changedFields(entry)
    .map(({ name }) => name)
    .filter((name) => name !== '');
  return new Intl.ListFormat(i18n.tag, { type: 'unit' }).format(names);
}

/** The rows of an export, with a heading. */
export function toRows(entries: readonly AuditEntry[], keys: readonly ApiKey[]): string[][] {
  const head = ['time', 'actor', 'action', 'kind', 'object', 'id', 'command', 'batch', 'undone'];
  const rows = entries.map((entry) => [
    entry.at,
    actorText(entry, keys),
    entry.action,
    entry.object.kind,
    entry.object.name,
    entry.object.id,
    entry.cause.command,
    entry.cause.batch,
    String(entry.reverted),
  ]);
  return [head, ...rows];
}
