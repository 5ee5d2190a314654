/** The text's beginning, never half a character: neither JSON readers nor databases take those. */
export function clip(text: string, most: number): string {
	return text.length <= most ? text : text.slice(0, most).toWellFormed();
}
