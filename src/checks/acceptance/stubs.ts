import type { Definition } from '../code/definitions.ts';

/** Bodies that only say that there is none yet. */
const notYet =
  /\b(?:todo!|unimplemented!)\s*\(|\braise\s+NotImplementedError\b|\bTODO\(|\bthrow\s+(?:new\s+)?NotImplemented(?:Error|Exception)\b|(?:\bthrow\b|\braise\b|\bpanic\b|\bfatalError\b|\babort\b|errors\.New|Errorf|Exception|Error)[^\n]{0,120}["'`](?:todo\b|not (?:yet )?implemented|unimplemented|implement me)/i;
/** What others are to write, on purpose. */
const abstract = /\babstract(?:method)?\b|\bvirtual\b|\bopen\s+fun\b/;
const remark = /^\s*(?:\/\/|#|\*|\/\*|--|"""|''')/;
/** Who decides between cases has written something. */
const branching = /\b(?:if|unless|switch|case|match|when|try|for|while)\b|\?[^.?:\n]{1,80}:/;
/** Does nothing, and a remark beside it says that it is to come. */
const nothing = /^(?:pass|return(?: (?:None|null|nil|undefined))?;?)$/;
const later = /(?:\/\/|#|\*)[^\n]{0,40}\b(?:todo|fixme|placeholder|implement me)\b/i;

/** The stub itself, and perhaps a line that uses up its parameters. */
const mostLines = 2;

/** Every definition of the name is a stub. */
export const isStub = (definitions: readonly Definition[]): boolean => {
  const bodies = definitions.filter(({ how }) => how === 'keyword' || how === 'method');
  return bodies.length > 0 && bodies.every(({ text }) => isStubText(text));
};

const isStubText = (text: string): boolean => {
  if (text.length > 4_000 || abstract.test(text)) return false;
  const lines = text.split('\n').filter((line) => !remark.test(line));
  // the signature may go over several lines
  const opened = lines.findIndex((line) => /[{:=]$/.test(line) || line === '{');
  const body = lines.slice(opened + 1).filter((line) => /\w/.test(line) && line !== 'end');
  if (body.length > mostLines + (opened < 0 ? 1 : 0) || body.some((line) => branching.test(line)))
    return false;
  if (body.length > 0 && body.every((line) => nothing.test(line)) && later.test(text)) return true;
  return notYet.test(body.join('\n'));
};
