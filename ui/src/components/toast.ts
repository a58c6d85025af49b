export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
  readonly detail?: string | undefined;
  readonly action?:
    { readonly label: string; readonly keys?: string; readonly run: () => void } | undefined;
}
