/** What the comment of a round says, with its links and marks taken off. */
const plain = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();

const heading = /^### Round (\d+): review of (.*)$/m;

/** Being at it is no news: what came of it is. */
const status = /^Status: (?!\*\*being (?:reviewed|answered))(.*)$/m;
const finding = /^\*\*(F\d+) · (HIGH|MEDIUM|LOW|NOTE)\*\* — (.*)$/;
const decision = /^- \*\*Decision:\*\* (.*)$/;

const firstSentence = (text: string): string => /^.*?(?:\.(?=\s|$)|$)/.exec(text)?.[0] ?? text;

/** `MEDIUM — …: fixed in efa2a3c + regression test.`, for each finding whose answer is given. */
const answers = (body: string): string[] => {
  const told: string[] = [];
  let about: string | null = null;
  for (const line of body.split('\n')) {
    const [, , severity, title] = finding.exec(line) ?? [];
    if (severity && title) about = `${severity} — ${plain(title).replace(/\.$/, '')}`;
    const given = decision.exec(line)?.[1];
    if (!given || about === null) continue;
    if (/^(?:fixed|acknowledged|filed)/.test(given)) told.push(`${about}: ${firstSentence(plain(given))}`);
    about = null;
  }
  return told;
};

/** Lines about the rounds that a comment of the App gives, each the same every time it is read. */
export const roundLines = (body: string): string[] => {
  const [, number, head] = heading.exec(body) ?? [];
  if (!number || !head) return [];
  const said = status.exec(body)?.[1];
  return [
    `round ${number}: the head ${plain(head)} is reviewed`,
    ...answers(body).map((line) => `round ${number}: ${line}`),
    ...(said && !said.includes('being triaged') ? [`round ${number}: ${plain(said)}`] : []),
  ];
};
