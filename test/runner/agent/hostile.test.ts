import { describeHostile } from './hostile-cases.ts';
import { usual } from './usual-cases.ts';

describeHostile((name) => usual.has(name));
