/** Who says what the sweep finds. */
export const own = { surface: 'throughline', id: 'throughline', login: 'throughline' } as const;
