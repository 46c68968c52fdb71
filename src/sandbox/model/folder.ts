/** How agents tell their models which folder they are in. */
const told = [/working directory:\s*`?(\/[^\s`<]+)/i, /<cwd>(\/[^<]+)<\/cwd>/];

export const folderIn = (texts: string[]): string | null => {
  for (const text of texts)
    for (const form of told) {
      const folder = form.exec(text)?.[1];
      if (folder !== undefined) return folder;
    }
  return null;
};
