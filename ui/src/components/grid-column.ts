export interface GridColumn {
  readonly id: string;
  readonly label: string;
  /** As in `grid-template-columns`. */
  readonly width: string;
  /** Figures stand at the end of their column. */
  readonly numeric?: boolean;
}
