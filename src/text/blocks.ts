export { findingsBlock } from './findings-block.ts';
export { scopeBlock } from './scope-block.ts';
