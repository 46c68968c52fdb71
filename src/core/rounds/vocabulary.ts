/** Words that say nothing of a defect: articles, hedges, what every finding says. */
const silent = `a about above across actually after again against all allow allows already also although always an and any
anymore are aren as at away be because been before being below best between both but by can cannot could couldn currently
did didn do does doesn doing don done during e each easily either else entirely etc even eventually ever every
exactly for from further g generally get gets getting given had hadn has hasn have having he hence here how however i if in
inside instead into is isn it its itself just keep keeps kept let likely lead leads leading make makes making may maybe mean means might more most much
must necessarily need needed needs now of off often on once one only onto or other otherwise our out over own particular particularly per
perhaps please possible possibly potential potentially prefer probably properly quite rather really risk s same seem seems shall she
should shouldn simply since so some sometimes somewhere still such t than that the their them then there therefore these they this those
though through thus to too toward towards under unless until up upon us used uses using usually via very was
wasn we were weren what when whenever where wherever whereas whether which while who whose why will with within won would wouldn yet you your
consider ensure fix bug issue problem finding nit nitpick suggestion critical major minor severity high medium low note line lines`;

/** Each line is one thing said in several words. The first one stands for all. */
const alike = `null nil none undefined nullish nullptr nullable
crash throw thrown threw raise panic exception abort explode segfault
missing not never no without lack absent omit omitted fail failure forget forgot forgotten unable
rewrite rewritten overwrite overwritten replace clobber
change modify modification alter mutate mutation
remove delete drop discard erase lose lost lossy
wrong incorrect improper bad broken break broke misbehave
unused dead unreachable unneeded
duplicate twice repeat double
escape sanitize encode
ignore swallow suppress
race concurrent concurrency parallel simultaneous simultaneously
check validate validation verify guard ensure
parameter argument param arg
function method routine procedure helper
directory folder dir
authenticate authentication auth
authorize authorization permission
config configuration setting
call invoke invocation
endless infinite unbounded unlimited
hang stall freeze stuck deadlock
slow performance inefficient quadratic slowdown
stale outdated obsolete
concat concatenate interpolate interpolation
convert cast coerce coercion
await wait
empty blank
close release dispose closure
credential secret
begin start
send sent
write written
read
find found
build built
hold held
hide hidden
delay sleep
overflow overrun
dereference deref access
document documentation doc docs
hardcoded hardcode
prune pruning
allocate allocation alloc
init initialize initialization
initial
exec execute execution run ran
param
identical same
list array
leak expose exposure
skip skipped bypass
mismatch differ inconsistent`;

/** They name a kind of defect, or a kind of code: much the same in findings that have nothing to do with each other. */
const common = `null crash missing wrong change check function parameter error value call code handle return test case use set data
result type variable object string number list field race leak unused duplicate ignore dereference inject injection
vulnerability unsafe unhandled unchecked class module file path line input output user response request
endpoint name behavior empty slow stale hang config key item entry loop condition method exist
possible index query handler new add create first last time state message default`;

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const irregular = new Set(
  wordsOf('status process access address class pass this bus canvas alias always less'),
);

/**
 * A word without its ending, crudely: the same for the forms that findings are written in (rewrites, rewriting), and
 * nothing that a person would read. Lower case.
 */
const stem = (word: string): string => {
  if (word.length < 4 || irregular.has(word) || !/^[a-z]+$/.test(word)) return word;
  const american = word.replace(/is(?=(?:e[ds]?|ing|ation)$)/, 'iz').replace(/our(?=s?$)/, 'or');
  const single = american.endsWith('ies')
    ? american.replace(/ies$/, 'y')
    : american.replace(/(?<=x|ch|sh|z|ss)es$|(?<=[^su])s$/, '');
  return single
    .replace(/(?<=.{3})(?:ally|ly)$/, '')
    .replace(/(?<=.{3})(?:ing|ed)$/, '')
    .replace(/(?<=.{3})(?:er|or)$/, '')
    .replace(/(?<=.{3}[st])ion$/, '')
    .replace(/([bdfgmnprt])\1$/, '$1')
    .replace(/(?<=.{3})e$/, '');
};

const silentWords = new Set(wordsOf(silent));
const canon = new Map<string, string>();
for (const line of alike.split('\n')) {
  const [first = '', ...others] = wordsOf(line);
  for (const word of [first, ...others]) if (!canon.has(stem(word))) canon.set(stem(word), stem(first));
}

/** The one word that stands for this one; null for one that says nothing. `word` in lower case. */
export const meaningOf = (word: string): string | null => {
  if (silentWords.has(word)) return null;
  const bare = stem(word);
  return canon.get(bare) ?? bare;
};

const commonWords = new Set(wordsOf(common).map((word) => canon.get(stem(word)) ?? stem(word)));

/** Whether a meaning says little of which defect it is. */
export const isCommon = (meaning: string): boolean => commonWords.has(meaning);
