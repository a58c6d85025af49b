/** Every screen has an address, so that it can be linked to, tested and photographed. */
export const SMART_LISTS = ['inbox', 'all', 'favorites', 'recent', 'templates', 'trash'] as const;
export type SmartList = (typeof SMART_LISTS)[number];

/** Views that take the whole window beside the sidebar. */
export const VIEWS = [
  'graph',
  'activity',
  'conflicts',
  'jobs',
  'proposals',
  'storage',
  'templates',
  'attachments',
  'notifications',
  'welcome',
] as const;
export type ViewName = (typeof VIEWS)[number];

export type Route =
  | { readonly name: 'list'; readonly list: SmartList }
  | { readonly name: 'category' | 'tag' | 'saved'; readonly id: string }
  | { readonly name: 'search'; readonly query: string }
  | { readonly name: 'document'; readonly id: string; readonly line?: number }
  | { readonly name: 'history'; readonly id: string; readonly version?: string }
  | { readonly name: 'conflict'; readonly id: string; readonly conflict?: string }
  | { readonly name: 'view'; readonly view: ViewName; readonly around?: string }
  | { readonly name: 'import' }
  | { readonly name: 'settings'; readonly section?: string };

const PATHS = { category: 'cat', tag: 'tag', saved: 'saved' } as const;

export function formatRoute(route: Route): string {
  switch (route.name) {
    case 'list':
      return `/lib/${route.list}`;
    case 'category':
    case 'tag':
    case 'saved':
      return `/${PATHS[route.name]}/${encodeURIComponent(route.id)}`;
    case 'search':
      return `/search?q=${encodeURIComponent(route.query)}`;
    case 'document': {
      const line = route.line === undefined ? '' : `?line=${route.line}`;
      return `/doc/${encodeURIComponent(route.id)}${line}`;
    }
    case 'history': {
      const version = route.version === undefined ? '' : `?v=${encodeURIComponent(route.version)}`;
      return `/doc/${encodeURIComponent(route.id)}/history${version}`;
    }
    case 'conflict': {
      const one = route.conflict === undefined ? '' : `?c=${encodeURIComponent(route.conflict)}`;
      return `/doc/${encodeURIComponent(route.id)}/conflict${one}`;
    }
    case 'view': {
      const around =
        route.around === undefined ? '' : `?around=${encodeURIComponent(route.around)}`;
      return `/${route.view}${around}`;
    }
    case 'import':
      return '/import';
    case 'settings':
      return route.section === undefined ? '/settings' : `/settings/${route.section}`;
  }
}

function isSmartList(name: string): name is SmartList {
  return SMART_LISTS.some((list) => list === name);
}

function isView(name: string): name is ViewName {
  return VIEWS.some((view) => view === name);
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Reads an address; `null` for one that names no screen. */
export function parseRoute(address: string): Route | null {
  const [path = '', query = ''] = address.split('?', 2);
  const parameters = new URLSearchParams(query);
  const [, head = '', rawId = '', tail] = path.split('/');
  const id = decode(rawId);
  if (id === null) return null;
  if (isView(head)) {
    if (id !== '') return null;
    const around = parameters.get('around');
    return around === null ? { name: 'view', view: head } : { name: 'view', view: head, around };
  }
  switch (head) {
    case 'lib':
      return isSmartList(id) ? { name: 'list', list: id } : null;
    case 'cat':
      return id === '' ? null : { name: 'category', id };
    case 'tag':
      return id === '' ? null : { name: 'tag', id };
    case 'saved':
      return id === '' ? null : { name: 'saved', id };
    case 'search':
      return { name: 'search', query: parameters.get('q') ?? '' };
    case 'doc':
      return id === '' ? null : documentRoute(id, tail, parameters);
    case 'import':
      return { name: 'import' };
    case 'settings':
      return id === '' ? { name: 'settings' } : { name: 'settings', section: id };
    default:
      return null;
  }
}

function documentRoute(
  id: string,
  tail: string | undefined,
  parameters: URLSearchParams,
): Route | null {
  if (tail === 'history') {
    const version = parameters.get('v');
    return version === null ? { name: 'history', id } : { name: 'history', id, version };
  }
  if (tail === 'conflict') {
    const conflict = parameters.get('c');
    return conflict === null ? { name: 'conflict', id } : { name: 'conflict', id, conflict };
  }
  if (tail !== undefined && tail !== '') return null;
  const line = Number(parameters.get('line') ?? NaN);
  return Number.isInteger(line) && line > 0
    ? { name: 'document', id, line }
    : { name: 'document', id };
}
