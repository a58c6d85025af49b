import type { ListScope } from '~/backend';
import type { Route } from '~/lib/routes';

/** The documents that an address lists; `null` where it shows something else. */
export function scopeOf(route: Route): ListScope | null {
  switch (route.name) {
    case 'list':
      return { kind: route.list };
    case 'category':
    case 'tag':
      return { kind: route.name, id: route.id };
    case 'saved':
      return { kind: 'savedSearch', id: route.id };
    case 'search':
    case 'document':
    case 'history':
    case 'conflict':
    case 'view':
    case 'import':
    case 'settings':
      return null;
  }
}
