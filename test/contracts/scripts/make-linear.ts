/**
 * Makes the slim, prose-free extract of Linear's schema:
 *
 *     npx tsx test/contracts/scripts/make-linear.ts PATH/TO/linear.graphql
 *
 * It keeps what the documents of src/adapters/linear/documents.ts touch, what a required input demands, and the
 * webhook payloads. The same bytes go to test/contracts/linear.graphql and to src/sandbox/linear/schema.graphql.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  buildSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLNamedType,
  GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  GraphQLUnionType,
  getNamedType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { documents } from '../../../src/adapters/linear/documents.ts';

/** Asked by people and tools that look around in the local Linear; the App itself does not send these. */
const lookAround = `query LookAround($first: Int, $after: String, $last: Int, $before: String) {
  organization { id name urlKey }
  viewer { id name email admin app }
  teams(first: $first, after: $after, last: $last, before: $before) {
    nodes { id key name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
  issues(first: $first, after: $after, last: $last, before: $before) {
    nodes { id number priority createdAt assignee { id } delegate { id } parent { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
  comments(first: $first, after: $after, last: $last, before: $before) { nodes { id updatedAt editedAt url } }
}`;

/** Webhook payload types, with the nullable fields the local Linear sends; those that cannot be null are always kept. */
const webhookTypes: Record<string, string[]> = {
  EntityWebhookPayload: ['actor', 'updatedFrom', 'url'],
  UserActorWebhookPayload: ['avatarUrl'],
  OauthClientActorWebhookPayload: [],
  IssueWebhookPayload: ['assigneeId', 'creatorId', 'delegateId', 'description', 'parentId', 'team'],
  CommentWebhookPayload: ['editedAt', 'issue', 'issueId', 'user', 'userId'],
  IssueChildWebhookPayload: [],
  IssueLabelChildWebhookPayload: ['parentId'],
  TeamChildWebhookPayload: [],
  UserChildWebhookPayload: ['avatarUrl'],
  WorkflowStateChildWebhookPayload: [],
};
const webhookUnions = ['EntityActorWebhookPayload', 'DataWebhookPayload'];

/** Type name → field name → argument names. */
type Kept = Map<string, Map<string, Set<string>>>;

const keepField = (kept: Kept, type: string, field: string): Set<string> => {
  const fields = kept.get(type) ?? new Map<string, Set<string>>();
  kept.set(type, fields);
  const args = fields.get(field) ?? new Set<string>();
  fields.set(field, args);
  return args;
};

const keepType = (kept: Kept, type: GraphQLNamedType): void => {
  if (kept.has(type.name) || isSpecifiedScalarType(type)) return;
  kept.set(type.name, new Map());
  if (!(type instanceof GraphQLInputObjectType)) return;
  for (const field of Object.values(type.getFields())) {
    if (!isRequiredInputField(field)) continue;
    keepField(kept, type.name, field.name);
    keepType(kept, getNamedType(field.type));
  }
};

const keepDocument = (kept: Kept, schema: GraphQLSchema, document: string): void => {
  const info = new TypeInfo(schema);
  const parentField = (): Set<string> | null => {
    const parent = info.getParentType();
    const field = info.getFieldDef();
    return parent && field ? keepField(kept, parent.name, field.name) : null;
  };
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      Field() {
        const field = info.getFieldDef();
        const args = parentField();
        if (!field || !args) throw new Error('a document asks for a field that Linear does not have');
        keepType(kept, getNamedType(field.type));
        for (const arg of field.args.filter(isRequiredArgument)) args.add(arg.name);
      },
      Argument() {
        const arg = info.getArgument();
        if (!arg) throw new Error('a document passes an argument that Linear does not have');
        parentField()?.add(arg.name);
        keepType(kept, getNamedType(arg.type));
      },
      ObjectField(node) {
        const parent = info.getParentInputType();
        const type = info.getInputType();
        if (!parent || !type) throw new Error(`a document passes ${node.name.value}, which Linear does not have`);
        keepField(kept, getNamedType(parent).name, node.name.value);
        keepType(kept, getNamedType(type));
      },
    }),
  );
};

const keepWebhooks = (kept: Kept, schema: GraphQLSchema): void => {
  for (const [name, nullable] of Object.entries(webhookTypes)) {
    const type = schema.getType(name);
    if (!(type instanceof GraphQLObjectType)) throw new Error(`Linear has no type ${name}`);
    for (const field of Object.values(type.getFields())) {
      if (!isNonNullType(field.type) && !nullable.includes(field.name)) continue;
      keepField(kept, name, field.name);
      const named = getNamedType(field.type);
      if (named instanceof GraphQLScalarType || named instanceof GraphQLEnumType) keepType(kept, named);
    }
  }
  for (const name of webhookUnions) {
    const type = schema.getType(name);
    if (!(type instanceof GraphQLUnionType)) throw new Error(`Linear has no union ${name}`);
    keepType(kept, type);
  }
};

const pruneField = (field: FieldDefinitionNode, args: Set<string>): FieldDefinitionNode => ({
  kind: Kind.FIELD_DEFINITION,
  name: field.name,
  type: field.type,
  arguments: (field.arguments ?? [])
    .filter((arg) => args.has(arg.name.value))
    .map(({ description: _description, directives: _directives, ...arg }) => arg),
});

const prune = (definition: DefinitionNode, kept: Kept): DefinitionNode | null => {
  if (!('name' in definition) || !definition.name) return null;
  const fields = kept.get(definition.name.value);
  if (!fields) return null;
  const { kind, name } = definition;
  switch (kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      return {
        kind,
        name,
        fields: (definition.fields ?? []).flatMap((field) => {
          const args = fields.get(field.name.value);
          return args ? [pruneField(field, args)] : [];
        }),
      };
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return {
        kind,
        name,
        fields: (definition.fields ?? [])
          .filter((field) => fields.has(field.name.value))
          .map(({ description: _description, directives: _directives, ...field }) => field),
      };
    case Kind.ENUM_TYPE_DEFINITION:
      return {
        kind,
        name,
        values: (definition.values ?? []).map((value) => ({ kind: value.kind, name: value.name })),
      };
    case Kind.UNION_TYPE_DEFINITION:
      return { kind, name, types: (definition.types ?? []).filter((type) => kept.has(type.name.value)) };
    case Kind.SCALAR_TYPE_DEFINITION:
      return { kind, name };
    default:
      return null;
  }
};

/** The house's formatter also reads .graphql: the committed bytes are the ones it leaves alone. */
const format = (text: string): string =>
  execFileSync('npx', ['biome', 'format', '--stdin-file-path=schema.graphql'], { input: text, encoding: 'utf8' });

/** The extract of a full schema, as text. */
const extractLinear = (full: string): string => {
  const schema = buildSchema(full);
  const kept: Kept = new Map();
  for (const document of [...Object.values(documents), lookAround]) keepDocument(kept, schema, document);
  keepWebhooks(kept, schema);
  const definitions = parse(full, { noLocation: true }).definitions.flatMap((definition) => {
    const pruned = prune(definition, kept);
    return pruned ? [pruned] : [];
  });
  return `${print({ kind: Kind.DOCUMENT, definitions })}\n`;
};

const source = process.argv[2];
if (!source) throw new Error('Give the path of Linear’s full schema: make-linear.ts PATH/TO/linear.graphql');
const extract = format(extractLinear(readFileSync(source, 'utf8')));
for (const target of ['../linear.graphql', '../../../src/sandbox/linear/schema.graphql'])
  writeFileSync(new URL(target, import.meta.url), extract);
console.log(`${extract.length} bytes`);
