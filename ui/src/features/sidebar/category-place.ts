import type { CategoryNode } from '~/backend';
import type { Landing } from '~/lib/drag.svelte';

/** A place in the tree: in which category (`null`: at the top), before which of those there. */
export interface TreePlace {
  readonly parent: string | null;
  /** `null`: behind all. */
  readonly before: string | null;
}

export class CategoryPlaces {
  readonly #nodes: readonly CategoryNode[];

  /** The nodes stand in the order of the tree. */
  constructor(nodes: readonly CategoryNode[]) {
    this.#nodes = nodes;
  }

  /** Where a category lands that is let go at a row; `null` where it cannot, or where it is already. */
  landing(moved: string, at: string, landing: Landing, isOpen: boolean): TreePlace | null {
    const target = this.#node(at);
    if (!target || this.#isIn(target, moved)) return null;
    if (landing === 'inside') return this.#unlessThere(moved, { parent: at, before: null });
    const parent = target.parent ?? null;
    if (landing === 'before') return this.#unlessThere(moved, { parent, before: at });
    // Behind an open category is before the first one in it.
    const first = isOpen ? this.#children(at, moved)[0] : undefined;
    if (first) return this.#unlessThere(moved, { parent: at, before: first.id });
    return this.#unlessThere(moved, { parent, before: this.#behind(at, moved) });
  }

  /** Where Alt with an arrow moves a category. */
  step(moved: string, key: string): TreePlace | null {
    const node = this.#node(moved);
    if (!node) return null;
    const parent = node.parent ?? null;
    const siblings = this.#nodes.filter((other) => (other.parent ?? null) === parent);
    const at = siblings.indexOf(node);
    const above = siblings[at - 1];
    switch (key) {
      case 'ArrowUp':
        return above ? { parent, before: above.id } : null;
      case 'ArrowDown':
        return siblings[at + 1] ? { parent, before: siblings[at + 2]?.id ?? null } : null;
      case 'ArrowRight':
        return above ? { parent: above.id, before: null } : null;
      case 'ArrowLeft': {
        if (parent === null) return null;
        const outer = this.#node(parent)?.parent ?? null;
        return { parent: outer, before: this.#behind(parent, moved) };
      }
      default:
        return null;
    }
  }

  #node(id: string): CategoryNode | undefined {
    return this.#nodes.find((node) => node.id === id);
  }

  #children(parent: string | null, without: string): CategoryNode[] {
    return this.#nodes.filter((node) => (node.parent ?? null) === parent && node.id !== without);
  }

  /** The one behind a category among its siblings, as if `without` were not there. */
  #behind(id: string, without: string): string | null {
    const siblings = this.#children(this.#node(id)?.parent ?? null, without);
    return siblings[siblings.findIndex((node) => node.id === id) + 1]?.id ?? null;
  }

  #isIn(node: CategoryNode, ancestor: string): boolean {
    let at: CategoryNode | undefined = node;
    while (at) {
      if (at.id === ancestor) return true;
      at = at.parent === undefined ? undefined : this.#node(at.parent);
    }
    return false;
  }

  #unlessThere(moved: string, place: TreePlace): TreePlace | null {
    const node = this.#node(moved);
    if (!node || (node.parent ?? null) !== place.parent) return place;
    const siblings = this.#nodes.filter((other) => (other.parent ?? null) === place.parent);
    const next = siblings[siblings.indexOf(node) + 1]?.id ?? null;
    return next === place.before ? null : place;
  }
}
