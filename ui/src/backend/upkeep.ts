/** The shapes of the commands that look after a library: its room, its log, its keys. */
import {
  boolean,
  list,
  number,
  object,
  oneOf,
  optional,
  string,
  unknown,
  type Decoded,
} from './decode';
import { actor, attachment } from './types';

export const objectKind = oneOf(
  'document',
  'category',
  'tag',
  'attachment',
  'savedSearch',
  'setting',
  'key',
  'changeSet',
  'library',
);
export type ObjectKind = Decoded<typeof objectKind>;
export const objectRef = object({ kind: objectKind, id: string, name: string });
export type ObjectRef = Decoded<typeof objectRef>;

const kindSize = object({ kind: string, count: number, bytes: number });
export type KindSize = Decoded<typeof kindSize>;
export const storageStats = object({
  fileBytes: number,
  freeBytes: number,
  kinds: list(kindSize),
  largest: list(object({ object: objectRef, bytes: number, hash: string })),
  duplicates: list(object({ objects: list(objectRef), count: number, bytes: number })),
  versions: number,
  unusedAttachments: kindSize,
});
export type StorageStats = Decoded<typeof storageStats>;
export const collected = object({ unused: list(attachment), bytes: number, deleted: boolean });
export type Collected = Decoded<typeof collected>;

export const auditEntry = object({
  sequence: number,
  at: string,
  cause: object({ actor, batch: string, command: string, client: optional(string) }),
  object: objectRef,
  action: string,
  before: unknown,
  after: unknown,
  reverted: boolean,
});
export type AuditEntry = Decoded<typeof auditEntry>;
export const ACTOR_KINDS = ['person', 'commandLine', 'key', 'remote', 'program'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];
export interface ActivityQuery {
  readonly since?: string;
  readonly until?: string;
  readonly actor?: ActorKind;
  readonly action?: string;
  readonly kind?: ObjectKind;
  readonly object?: string;
  readonly batch?: string;
  readonly limit?: number;
  readonly cursor?: string;
}
export const reverted = object({
  reverted: number,
  refused: list(object({ object: objectRef, reason: string })),
  batch: optional(string),
});
export type Reverted = Decoded<typeof reverted>;

export const access = oneOf('read', 'propose', 'write', 'admin');
export type Access = Decoded<typeof access>;
export const apiKey = object({
  id: string,
  name: string,
  prefix: string,
  scope: object({ access, categories: list(string), tags: list(string) }),
  createdAt: string,
  expiresAt: optional(string),
  lastUsedAt: optional(string),
  revokedAt: optional(string),
});
export type ApiKey = Decoded<typeof apiKey>;
export interface NewApiKey {
  readonly name: string;
  readonly scope: {
    readonly access: Access;
    readonly categories: readonly string[];
    readonly tags: readonly string[];
  };
  readonly expiresAt?: string;
}

export const ATTACHMENT_LISTINGS = ['newest', 'largest', 'unused'] as const;
export type AttachmentListing = (typeof ATTACHMENT_LISTINGS)[number];
export const attachmentUse = object({ document: string, attachment, reference: string });
