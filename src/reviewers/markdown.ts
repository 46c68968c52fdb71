import { withoutCommentsOnce } from '../text/sanitize.ts';
import { excerpt, isSerious, notReviewed, reviewedWord, waiting } from './found.ts';
import { type Block, blocksOf } from './markdown-blocks.ts';
import { sectionsOf } from './markdown-sections.ts';
import { saysUndone } from './markdown-undone.ts';
import { newest } from './newest.ts';
import type { Asked, Reader, SaidComment, Word } from './reader.ts';
import { isWrittenBy, recognised } from './recognised.ts';
import { reviewedCommit } from './reviewed-commit.ts';
import { oneLine, readable } from './words.ts';

/** `<!-- x -->` becomes `<!-- x-failed -->`; a marker that is no HTML comment has no failed form. */
const failedMarker = (marker: string | null): string | null =>
  marker?.trimEnd().endsWith('-->') ? `${marker.trimEnd().slice(0, -3).trimEnd()}-failed -->` : null;

const isWord = (comment: SaidComment, asked: Asked): boolean => {
  const failed = failedMarker(asked.marker);
  return (
    recognised(comment, asked) ||
    (failed !== null && isWrittenBy(comment.by, asked.login) && comment.body.includes(failed))
  );
};

/** A finding may quote the marker in code: only as an HTML comment of its own does it say something. */
const failed = (blocks: Block[], marker: string | null): boolean => {
  const mark = failedMarker(marker);
  if (mark === null) return false;
  return blocks.some(
    (block) =>
      (block.kind === 'html' && block.text.includes(mark)) ||
      (block.kind === 'paragraph' && block.text.replace(/`[^`\n]*`/g, '').includes(mark)),
  );
};

const skipped =
  /(?<![a-z])review[^.\n]{0,60}\bskipped(?![a-z])|(?<![a-z])skipp(?:ed|ing)\b[^.\n]{0,60}\breview(?![a-z])/i;

const readComment = (comment: SaidComment, asked: Asked): Word => {
  const { url } = comment;
  const body = readable(comment.body);
  const blocks = blocksOf(body);
  if (blocks === null)
    return notReviewed('unreadable', { detail: 'It is nested deeper than any review.', url });
  const words = withoutCommentsOnce(body);
  if (failed(blocks, asked.marker)) return notReviewed('died', { detail: words.replace(/[#>*]/g, ''), url });
  const said = sectionsOf(blocks, url);
  const undone = saysUndone(said.own);
  if (said.findings.some(isSerious))
    return reviewedWord({ ...said, notes: undone ? [undone.line, ...said.notes] : said.notes, url });
  if (undone && (said.findings.length > 0 || said.clean))
    return notReviewed(undone.cause, { detail: undone.line, url });
  if (said.unread.length > 0)
    return notReviewed('unreadable', {
      detail: `This stands among its findings, in a form that cannot be read: ${oneLine(said.unread[0] ?? '', 200)}`,
      url,
    });
  if (said.findings.length > 0 || said.clean) return reviewedWord({ ...said, url });
  if (!said.form && skipped.test(words)) return notReviewed('skipped', { detail: excerpt(words), url });
  return notReviewed('unreadable', {
    detail: `Neither findings nor “No blocking findings.” stand in it: ${excerpt(words) || 'it is empty.'}`,
    url,
  });
};

/** The form of the post's own bot, which many others write too: `## Findings`, or `No blocking findings.` */
export const markdown: Reader = {
  kind: 'markdown',
  read(talk, asked) {
    const comment = newest(
      talk.comments.filter((said) => isWord(said, asked)),
      asked,
      (said) => ({ ...said, commit: reviewedCommit(readable(said.body), asked.head) }),
    );
    return comment === null ? waiting : readComment(comment, asked);
  },
};
