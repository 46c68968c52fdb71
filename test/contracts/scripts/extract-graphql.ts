import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';

/** Fields kept of the objects a mutation answers with; their other fields lead to the whole schema. */
const keptFields: Record<string, string[]> = {
  PullRequest: ['id', 'isDraft', 'number', 'state', 'url', 'merged', 'reviewThreads'],
  PullRequestReviewThread: [
    ...['id', 'isResolved', 'resolvedBy', 'isOutdated', 'path', 'line', 'originalLine', 'comments'],
  ],
  PullRequestReviewThreadConnection: ['nodes', 'pageInfo', 'totalCount'],
  PullRequestReviewComment: [
    ...['id', 'databaseId', 'fullDatabaseId', 'body', 'url', 'createdAt', 'updatedAt', 'author'],
    ...['pullRequestReview', 'commit', 'originalCommit'],
  ],
  PullRequestReviewCommentConnection: ['nodes', 'pageInfo', 'totalCount'],
  PullRequestReview: ['id', 'databaseId', 'fullDatabaseId'],
  Commit: ['id', 'oid'],
  Actor: ['login'],
  Query: ['node'],
};

/** Nothing names them: they are what an `Actor` can be. */
const actors = ['Bot', 'EnterpriseUserAccount', 'Mannequin', 'Organization', 'User'];
for (const name of actors) keptFields[name] = ['id', 'login'];

/** The interfaces that stay, and the field of theirs that a type must have kept. */
const interfaceFields: Record<string, string> = { Node: 'id', Actor: 'login' };

function namesIn(node: DefinitionNode): string[] {
  const names: string[] = [];
  visit(node, { NamedType: (type) => void names.push(type.name.value) });
  return names;
}

type WithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

const hasFields = (node: DefinitionNode): node is WithFields =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

function narrowed(node: DefinitionNode, mutations: string[]): DefinitionNode {
  if (!hasFields(node)) return node;
  const kept = node.name.value === 'Mutation' ? mutations : keptFields[node.name.value];
  const keep = (field: FieldDefinitionNode): boolean =>
    kept === undefined ? field.name.value !== 'actor' : kept.includes(field.name.value);
  return {
    ...node,
    interfaces: (node.interfaces ?? []).filter(({ name }) => {
      const field = interfaceFields[name.value];
      return field !== undefined && kept?.includes(field);
    }),
    fields: (node.fields ?? []).filter(keep),
  };
}

const withoutProse = (node: DefinitionNode): DefinitionNode =>
  visit(node, {
    enter: (each) => ('description' in each ? { ...each, description: undefined } : undefined),
    Directive: () => null,
  });

/** The SDL of the named mutations with the types they reach, without descriptions. */
export function extractGraphql(sdl: string, mutations: string[]): string {
  const all = new Map<string, DefinitionNode>();
  for (const node of parse(sdl).definitions) {
    if ('name' in node && node.name !== undefined) all.set(node.name.value, node);
  }
  const kept = new Map<string, DefinitionNode>();
  const wanted = ['Query', 'Mutation', ...actors];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const node = all.get(name);
    if (node === undefined || kept.has(name)) continue;
    const part = withoutProse(narrowed(node, mutations));
    kept.set(name, part);
    wanted.push(...namesIn(part));
  }
  const text = [...kept.keys()].sort().map((name) => print(kept.get(name) as DefinitionNode));
  return `# Extract of GitHub's GraphQL schema; made by test/contracts/scripts/make-github.ts\n\n${text.join('\n\n')}\n`;
}
