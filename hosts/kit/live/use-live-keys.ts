import { useEffect, useRef } from "react";

/** One key, one command, while nobody is typing. */
export function useLiveKeys(keys: Readonly<Record<string, (() => void) | (() => unknown)>>): void {
	const latest = useRef(keys);
	latest.current = keys;
	useEffect(() => {
		const press = (event: KeyboardEvent) => {
			if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
			const at = event.target as HTMLElement | null;
			if (at?.closest("input[type=text], input:not([type]), textarea, select, [contenteditable], [role=dialog]"))
				return;
			// Where letters are not Latin the key counts, not what is written on it.
			const key = /^[\x20-\x7e]$/.test(event.key) ? event.key : event.code.replace(/^(Key|Digit)/, "");
			const deed = latest.current[key.toLowerCase()];
			if (!deed) return;
			event.preventDefault();
			deed();
		};
		document.addEventListener("keydown", press);
		return () => document.removeEventListener("keydown", press);
	}, []);
}
