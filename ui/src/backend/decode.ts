/**
 * Turns unknown JSON into typed values, at the edge of the program and nowhere else. Fields that a
 * newer core adds are ignored; a missing or wrong one is an error that names its path.
 */
export type Decoder<T> = (value: unknown, path: string) => T;
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

export class DecodeError extends Error {
  constructor(path: string, expected: string) {
    super(`the answer has no ${expected} at ${path}`);
    this.name = 'DecodeError';
  }
}

export const string: Decoder<string> = (value, path) => {
  if (typeof value !== 'string') throw new DecodeError(path, 'text');
  return value;
};

export const number: Decoder<number> = (value, path) => {
  if (typeof value !== 'number') throw new DecodeError(path, 'number');
  return value;
};

export const boolean: Decoder<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new DecodeError(path, 'truth value');
  return value;
};

export const unknown: Decoder<unknown> = (value) => value;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new DecodeError(path, 'list');
    return value.map((entry: unknown, index) => item(entry, `${path}[${index}]`));
  };
}

export function pair<A, B>(first: Decoder<A>, second: Decoder<B>): Decoder<readonly [A, B]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) throw new DecodeError(path, 'pair');
    return [first(value[0], `${path}[0]`), second(value[1], `${path}[1]`)];
  };
}

export function record<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, path) => {
    if (!isRecord(value)) throw new DecodeError(path, 'object');
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, item(entry, `${path}.${key}`)]),
    );
  };
}

/** Absent and `null` both become `undefined`. */
export function optional<T>(item: Decoder<T>): Decoder<T | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : item(value, path));
}

export function withDefault<T>(item: Decoder<T>, fallback: T): Decoder<T> {
  return (value, path) => (value === undefined || value === null ? fallback : item(value, path));
}

export function oneOf<const Values extends readonly string[]>(
  ...values: Values
): Decoder<Values[number]> {
  const isKnown = (value: unknown): value is Values[number] =>
    values.some((candidate) => candidate === value);
  return (value, path) => {
    if (!isKnown(value)) throw new DecodeError(path, values.join(' | '));
    return value;
  };
}

type Fields = Readonly<Record<string, Decoder<unknown>>>;
export type DecodedFields<F extends Fields> = { readonly [K in keyof F]: Decoded<F[K]> };

export function object<F extends Fields>(fields: F): Decoder<DecodedFields<F>> {
  const entries = Object.entries(fields);
  const isComplete = (
    built: Record<string, unknown>,
    path: string,
    source: Readonly<Record<string, unknown>>,
  ): built is DecodedFields<F> => {
    for (const [name, decode] of entries) built[name] = decode(source[name], `${path}.${name}`);
    return true;
  };
  return (value, path) => {
    if (!isRecord(value)) throw new DecodeError(path, 'object');
    const built: Record<string, unknown> = {};
    if (!isComplete(built, path, value)) throw new DecodeError(path, 'object');
    return built;
  };
}

type Variants = Readonly<Record<string, Fields>>;
export type DecodedVariants<Tag extends string, V extends Variants> = {
  [K in keyof V & string]: { readonly [T in Tag]: K } & DecodedFields<V[K]>;
}[keyof V & string];

/** An object whose field `tag` says which fields it has. */
export function tagged<Tag extends string, V extends Variants>(
  tag: Tag,
  variants: V,
): Decoder<DecodedVariants<Tag, V>> {
  const decoders = new Map(
    Object.entries(variants).map(([name, fields]) => [name, object(fields)]),
  );
  const join = (
    fields: object,
    name: string,
    built: Record<string, unknown> = {},
  ): built is DecodedVariants<Tag, V> => {
    Object.assign(built, fields, { [tag]: name });
    return true;
  };
  return (value, path) => {
    if (!isRecord(value)) throw new DecodeError(path, 'object');
    const name = value[tag];
    const decode = typeof name === 'string' ? decoders.get(name) : undefined;
    if (typeof name !== 'string' || !decode) {
      throw new DecodeError(`${path}.${tag}`, Object.keys(variants).join(' | '));
    }
    const built: Record<string, unknown> = {};
    if (!join(decode(value, path), name, built)) throw new DecodeError(path, 'object');
    return built;
  };
}
