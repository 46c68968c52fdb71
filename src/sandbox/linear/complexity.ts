import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { defaultPage } from './connection.ts';

/** Points one request may cost. */
export const largestComplexity = 10_000;

type Variables = Record<string, unknown>;

const pageSize = (field: FieldNode, variables: Variables): number => {
  const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (size?.kind === Kind.INT) return Number(size.value);
  const given = size?.kind === Kind.VARIABLE ? variables[size.name.value] : undefined;
  return typeof given === 'number' ? given : defaultPage;
};

/**
 * Linear's rule: 0.1 points for a property, 1 for an object, and a connection multiplies what its nodes cost by
 * the page size. A connection is recognised by `nodes`, as documents for Linear spell it.
 */
export const complexityOf = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number => {
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each.selectionSet]),
  );
  const selectionCost = (set: SelectionSetNode | undefined, size: number): number => {
    let points = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) points += fieldCost(selection, size);
      else if (selection.kind === Kind.INLINE_FRAGMENT) points += selectionCost(selection.selectionSet, size);
      else points += selectionCost(fragments.get(selection.name.value), size);
    }
    return points;
  };
  const fieldCost = (field: FieldNode, size: number): number => {
    if (!field.selectionSet) return 0.1;
    const cost = 1 + selectionCost(field.selectionSet, pageSize(field, variables));
    return field.name.value === 'nodes' ? cost * size : cost;
  };
  return Math.ceil(selectionCost(operation.selectionSet, defaultPage));
};
