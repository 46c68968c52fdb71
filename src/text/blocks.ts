export { exploreBlock } from './explore-block.ts';
export { findingsBlock } from './findings-block.ts';
export { grillBlock } from './grill-block.ts';
export { scopeBlock } from './scope-block.ts';
