/** Something that was done to tests, before anybody asked whether there is a reason. */
export interface Finding {
  /** One line for a person, without the remedy. */
  text: string;
  remedy: string;
  /** File it is about, as it was called at the base where it is gone. */
  path: string;
  /** 1-based, at the head; null where nothing is left of it. */
  line: number | null;
  /** The test; null where it is about the file. */
  test: string | null;
  /** Source of what was lost or changed: says what it is about. */
  source: string;
  /** Only a person can tell whether it is wrong. */
  unsure?: true;
}

export interface Findings {
  findings: Finding[];
  notes: string[];
}

export const joined = (all: Findings[]): Findings => ({
  findings: all.flatMap(({ findings }) => findings),
  notes: all.flatMap(({ notes }) => notes),
});
