const PLACEHOLDERS = new Set(
	"null|nil|n/a|#n/a|na|nan|none|--none--|-none-|-- none --|(blank)|(no value)|(empty)|(none)|undefined|-|--|—|select|select one|please select|\\n".split(
		"|",
	),
);

/** Whether a cell says nothing: empty, or one of the words that exports and drop-down lists leave in its place. */
export function isBlank(cell: string | undefined): boolean {
	if (cell === undefined || cell === "") return true;
	if (cell.length > 13) return cell.trim() === "";
	const text = cell.trim();
	return text === "" || PLACEHOLDERS.has(text.toLowerCase());
}

const TRUE = new Set("true|yes|y|1|t|si|sí|oui|o|ja|j|כן|はい|wahr|verdadero|vrai|✓|x|○".split("|"));
const FALSE = new Set("false|no|n|0|f|non|nein|לא|いいえ|falsch|falso|faux|✗|×".split("|"));

/** A yes or no in six languages; null when it is neither. */
export function readBoolean(text: string): boolean | null {
	const word = text.trim().toLowerCase();
	return TRUE.has(word) ? true : FALSE.has(word) ? false : null;
}
