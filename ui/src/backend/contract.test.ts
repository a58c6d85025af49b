/**
 * Holds the hand-written types of the commands against the types generated from the committed
 * description of the interface. Most of this is checked when the types are, not when the test runs.
 */
import { describe, expectTypeOf, it } from 'vitest';

import type { CommandName, Requests, Responses } from './commands';
import type { paths } from './generated';

type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;

/** What a decoder accepts: where it yields `undefined`, the field may be absent or null. */
type Wire<T> = T extends readonly (infer Item)[]
  ? readonly Wire<Item>[]
  : T extends object
    ? {
        readonly [K in keyof T as undefined extends T[K] ? never : K]: Wire<T[K]>;
      } & {
        readonly [K in keyof T as undefined extends T[K] ? K : never]?:
          Wire<Exclude<T[K], undefined>> | null | undefined;
      }
    : T;

type Operation<Name extends CommandName> = paths[`/v1/rpc/${Name}`]['post'];
type Asked<Name extends CommandName> = Deep<
  NonNullable<Operation<Name>['requestBody']>['content']['application/json']
>;
type Answered<Name extends CommandName> = Deep<
  Operation<Name>['responses'][200]['content']['application/json']
>;

/** The generator takes a field that has a default for one that must be given. */
type Defaulted =
  | 'text'
  | 'favorite'
  | 'pinned'
  | 'template'
  | 'public'
  | 'addTags'
  | 'removeTags'
  | 'encodings'
  | 'format'
  | 'links';
type WithDefaults<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? {
        readonly [K in keyof T as K extends Defaulted ? never : K]: WithDefaults<T[K]>;
      } & { readonly [K in keyof T as K extends Defaulted ? K : never]?: T[K] }
    : T;

type WrongRequests = {
  [Name in CommandName]: Requests[Name] extends WithDefaults<Asked<Name>> ? never : Name;
}[CommandName];
type WrongResponses = {
  [Name in CommandName]: Answered<Name> extends Wire<Responses[Name]> ? never : Name;
}[CommandName];

describe('the commands as the interface knows them', () => {
  it('ask for what the core takes', () => {
    expectTypeOf<WrongRequests>().toBeNever();
  });
  it('read what the core answers', () => {
    expectTypeOf<WrongResponses>().toBeNever();
  });
});
