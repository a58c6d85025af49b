/** Every command that the interface calls: what it takes, and the decoder of what it answers. */
import * as conflicts from './conflicts';
import { list, number, object, optional, string, type Decoded, type Decoder } from './decode';
import * as proposals from './proposals';
import * as api from './types';
import * as upkeep from './upkeep';

type Nothing = Readonly<Record<string, never>>;
interface Id {
  readonly id: string;
}
interface Ids {
  readonly ids: readonly string[];
}
export interface ImportRequest {
  /** Paths, or `upload:` ids of files that were sent before. */
  readonly sources: readonly string[];
  readonly format?: 'auto' | 'markdown' | 'obsidian' | 'backup';
  readonly into?: string;
  /** How to read a file that is not UTF-8, or `skip`. */
  readonly encodings?: Readonly<Record<string, api.Encoding | 'skip'>>;
}

export interface Requests {
  'app.about': Nothing;
  'library.counts': Nothing;
  'library.stats': Nothing;
  'library.compact': Nothing;
  'document.list': api.ListQuery;
  'document.get': Id;
  'document.create': api.NewDocument;
  'document.save': {
    readonly id: string;
    readonly text: string;
    readonly baseHash: string;
    readonly kind: 'auto' | 'explicit';
    readonly note?: string;
  };
  'document.update': Ids & {
    readonly patch: api.DocumentPatch;
    readonly links?: 'rewrite' | 'leave';
  };
  'document.trash': Ids;
  'document.restore': Ids;
  'document.purge': Ids;
  'document.duplicate': Id;
  'document.complete': { readonly prefix: string; readonly limit?: number };
  'document.links': Id;
  'document.graph': api.GraphRequest;
  'document.resolve': { readonly from?: string; readonly target: string };
  'document.toggleTask': { readonly id: string; readonly line: number; readonly baseHash: string };
  'trash.empty': Nothing;
  'preview.render': {
    readonly document?: string;
    readonly text: string;
    readonly known?: string;
  };
  'history.list': { readonly document: string; readonly limit?: number; readonly cursor?: string };
  'history.get': { readonly version: string };
  'history.restore': { readonly version: string };
  'history.name': { readonly version: string; readonly name?: string };
  'category.list': Nothing;
  'category.create': api.NewCategory;
  'category.update': Id & { readonly patch: api.CategoryPatch };
  'category.delete': Id;
  'tag.list': { readonly prefix?: string; readonly limit?: number };
  'tag.update': Id & { readonly patch: { readonly color?: string | null } };
  'tag.rename': Id & { readonly name: string };
  'tag.merge': { readonly from: readonly string[]; readonly into: string };
  'tag.delete': Id;
  'search.query': {
    readonly query: string;
    readonly sort?: api.SearchSort;
    readonly limit?: number;
    readonly cursor?: string;
  };
  'search.explain': { readonly query: string };
  'savedSearch.list': Nothing;
  'savedSearch.create': api.NewSavedSearch;
  'savedSearch.update': Id & { readonly search: api.NewSavedSearch };
  'savedSearch.delete': Id;
  'template.list': Nothing;
  'template.render': { readonly template: string; readonly title?: string };
  'activity.list': upkeep.ActivityQuery;
  'activity.revert': { readonly batch: string };
  'conflict.list': Nothing;
  'conflict.get': Id;
  'conflict.resolve': conflicts.Resolution;
  'proposal.list': proposals.ProposalList;
  'proposal.get': Id & { readonly limit?: number; readonly cursor?: string };
  'proposal.accept': proposals.Decision;
  'proposal.reject': proposals.Decision;
  'attachment.browse': {
    readonly listing: upkeep.AttachmentListing;
    readonly limit?: number;
    readonly cursor?: string;
  };
  'attachment.users': Id;
  'attachment.use': Id & { readonly document: string };
  'attachment.delete': Ids;
  'attachment.collect': { readonly delete: boolean };
  'key.list': Nothing;
  'key.create': upkeep.NewApiKey;
  'key.revoke': Id;
  'settings.get': Nothing;
  'settings.set': { readonly patch: api.SettingsPatch };
  'settings.reset': { readonly group?: string };
  'import.scan': ImportRequest;
  'import.run': ImportRequest;
  'attachment.add': { readonly path: string; readonly document?: string };
  'session.link': Nothing;
  'job.list': Nothing;
  'job.get': Id;
  'job.cancel': Id;
  'job.resume': Id;
}
export type CommandName = keyof Requests;

const batch = optional(string);
const counted = object({ count: number, batch });
const started = object({ job: string });

const decoders = {
  'app.about': api.about,
  'library.counts': api.libraryCounts,
  'library.stats': upkeep.storageStats,
  'library.compact': object({ before: number, after: number }),
  'document.list': api.page(api.documentSummary),
  'document.get': api.document,
  'document.create': object({ document: api.document, batch }),
  'document.save': api.saved,
  'document.update': object({ documents: list(api.documentSummary), rewritten: number, batch }),
  'document.trash': counted,
  'document.restore': counted,
  'document.purge': object({ count: number }),
  'document.duplicate': object({ document: api.document, batch }),
  'document.complete': api.items(api.completion),
  'document.links': api.documentLinks,
  'document.graph': api.graph,
  'document.resolve': object({
    document: optional(api.documentRef),
    attachment: optional(api.attachment),
  }),
  'document.toggleTask': api.saved,
  'trash.empty': object({ count: number }),
  'preview.render': api.rendered,
  'history.list': api.page(api.version),
  'history.get': object({ version: api.version, text: string }),
  'history.restore': api.saved,
  'history.name': api.version,
  'category.list': api.items(api.categoryNode),
  'category.create': object({ category: api.category, batch }),
  'category.update': object({ category: api.category, batch }),
  'category.delete': object({ batch, documents: number }),
  'tag.list': api.items(api.tag),
  'tag.update': api.tag,
  'tag.rename': object({ tag: api.tag, documents: number, batch }),
  'tag.merge': object({ tag: api.tag, documents: number, batch }),
  'tag.delete': object({ documents: number, batch }),
  'search.query': api.searchResults,
  'search.explain': api.explanation,
  'savedSearch.list': api.items(api.savedSearch),
  'savedSearch.create': api.savedSearch,
  'savedSearch.update': api.savedSearch,
  'savedSearch.delete': object({ batch }),
  'template.list': api.items(api.documentSummary),
  'template.render': object({ title: string, text: string, cursor: optional(number) }),
  'activity.list': api.page(upkeep.auditEntry),
  'activity.revert': upkeep.reverted,
  'conflict.list': api.items(conflicts.openConflict),
  'conflict.get': conflicts.conflictSides,
  'conflict.resolve': api.saved,
  'proposal.list': api.page(proposals.changeSet),
  'proposal.get': proposals.review,
  'proposal.accept': proposals.accepted,
  'proposal.reject': proposals.rejected,
  'attachment.browse': api.page(api.attachment),
  'attachment.users': api.items(api.documentRef),
  'attachment.use': upkeep.attachmentUse,
  'attachment.delete': upkeep.collected,
  'attachment.collect': upkeep.collected,
  'key.list': api.items(upkeep.apiKey),
  'key.create': object({ key: upkeep.apiKey, secret: string }),
  'key.revoke': upkeep.apiKey,
  'attachment.add': api.attachment,
  'session.link': object({ token: string, expiresAt: string }),
  'settings.get': api.settings,
  'settings.set': api.settings,
  'settings.reset': api.settings,
  'import.scan': started,
  'import.run': started,
  'job.list': api.items(api.job),
  'job.get': api.job,
  'job.cancel': api.job,
  'job.resume': api.job,
} satisfies Record<CommandName, Decoder<unknown>>;

export type Responses = { [Name in CommandName]: Decoded<(typeof decoders)[Name]> };

const table: { readonly [Name in CommandName]: Decoder<Responses[Name]> } = decoders;

export function decodeResponse<Name extends CommandName>(
  name: Name,
  value: unknown,
): Responses[Name] {
  return table[name](value, name);
}
