import { z } from 'zod';

/** The files in an artifact. GitHub packs them as ZIP; here they are JSON, which needs no packer. */
export interface PackedFile {
  /** With slashes, below the artifact's root. */
  path: string;
  content: Buffer;
}

const packedSchema = z.strictObject({
  files: z.array(z.strictObject({ path: z.string(), content: z.base64() })),
});

export const packFiles = (files: PackedFile[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      files: files.map(({ path, content }) => ({ path, content: content.toString('base64') })),
    }),
  );

/** Throws when the bytes are no artifact. */
export const unpackFiles = (content: Buffer): PackedFile[] =>
  packedSchema
    .parse(JSON.parse(content.toString('utf8')))
    .files.map((file) => ({ path: file.path, content: Buffer.from(file.content, 'base64') }));
