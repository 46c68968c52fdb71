const key = /(?<![\w-])[A-Z][A-Z0-9]{0,9}-[1-9]\d{0,6}(?![\w-])/g;

/** Ticket keys such as `PER-206` in a text, first named first, each once. */
export const ticketKeys = (text: string): string[] => [...new Set(text.match(key) ?? [])].slice(0, 5);
