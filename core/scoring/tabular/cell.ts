/** What stands in a field: text as a file or CRM wrote it, or a value already known for what it is. */
export type Cell = string | number | boolean | null | undefined;

/** A record by column name. Columns that are absent are missing values. */
export type TabularRow = Record<string, Cell>;
