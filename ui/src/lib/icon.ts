import type { Component } from 'svelte';

/** A component of the icon family, as `@lucide/svelte/icons/<name>` exports it. */
export type IconComponent = Component<{
  size?: number | string;
  strokeWidth?: number | string;
  'aria-hidden'?: 'true';
}>;
