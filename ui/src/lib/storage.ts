/**
 * Preferences of this window on this computer, such as widths. Nothing here is worth a message: a
 * browser that refuses to keep it only forgets.
 */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`longhand.${key}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden.
  }
}

export function recall(key: string): unknown {
  try {
    const text = localStorage.getItem(`longhand.${key}`);
    const value: unknown = text === null ? null : JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
