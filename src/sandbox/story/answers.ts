/** What a person writes when a question is put, the first time and again. */
export interface Said {
  /** Name in Linear; Ada where it is left out. */
  by?: string;
  says: string;
}

/** How the story's decisions are made, by id, whatever the order in which the App asks. */
export const answers: Record<string, Said[]> = {
  'canonical-form': [{ says: '/confirm' }],
  'duplicate-anchors': [{ says: '/confirm github-exact' }],
  'taken-suffix': [{ by: 'Linus', says: '/confirm' }],
  'own-skill-folder': [{ says: '/confirm allowed' }],
  'between-skills': [{ says: '/confirm' }],
  // refused: the question stands until somebody answers it
  'root-escape': [{ says: '/override whatever you think' }, { says: '/confirm hard-error' }],
  'fix-rewrites': [{ says: '/confirm' }],
  // comes back when nothing else is open
  'gate-refuses': [{ says: '/defer' }, { says: '/confirm' }],
  'partials-home': [
    { says: '/override They move to `partials/`, outside every folder that is distributed' },
  ],
  // what is assumed gets its objection on the way; then the same question is put again
  'misplaced-partials': [
    {
      says: '/object example-migration Migrate the example warehouse in this change, with the fix itself',
    },
    { says: '/confirm' },
  ],
  'distribution-proof': [{ says: '/confirm' }],
};
