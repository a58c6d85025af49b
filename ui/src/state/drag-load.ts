/** What can be dragged in the window. */
export type DragLoad =
  | { readonly kind: 'documents'; readonly ids: readonly string[] }
  | { readonly kind: 'category'; readonly id: string }
  | { readonly kind: 'tab'; readonly id: string };
