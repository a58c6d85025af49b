/** The pictures on the clipboard; none where it cannot be asked, which nobody has to hear of. */
export async function picturesOnClipboard(): Promise<readonly File[]> {
  const files: File[] = [];
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((one) => one.startsWith('image/'));
      if (type === undefined) continue;
      const picture = await item.getType(type);
      files.push(new File([picture], `image.${type.slice('image/'.length)}`, { type }));
    }
  } catch {
    // Refused, or not to be had in this engine: then there is nothing to paste.
  }
  return files;
}
