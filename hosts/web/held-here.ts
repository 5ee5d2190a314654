/** How long a page that is still loading is waited for, until it is tall enough. */
const WAIT_MS = 8000;
/** Whoever moves by themselves is not moved. */
const OWN_MOVES = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

let waiting: (() => void) | null = null;

/** What the present step of the history holds under a name; undefined where nothing. It outlives a reload, and comes back with the back button. */
export function heldHere(name: string): unknown {
	const state: unknown = history.state;
	return typeof state === "object" && state !== null ? (state as Record<string, unknown>)[name] : undefined;
}

/** Keeps a value with the present step of the history. */
export function holdHere(name: string, value: unknown): void {
	history.replaceState({ ...(history.state as object | null), [name]: value }, "");
}

/** Keeps how far down the present step is scrolled: when it is left, and as it is scrolled. */
export function holdScroll(): void {
	if (!waiting) holdHere("y", Math.round(scrollY));
}

/** Goes back down to where the present step was left, as soon as its page has grown so far. */
export function returnToScroll(): void {
	waiting?.();
	const held = heldHere("y");
	const y = typeof held === "number" ? held : 0;
	const reach = () => {
		scrollTo(0, y);
		if (Math.abs(scrollY - y) < 2) end();
	};
	const grown = new ResizeObserver(reach);
	const end = () => {
		grown.disconnect();
		clearTimeout(timer);
		for (const move of OWN_MOVES) removeEventListener(move, end);
		waiting = null;
	};
	const timer = setTimeout(end, WAIT_MS);
	for (const move of OWN_MOVES) addEventListener(move, end, { passive: true });
	waiting = end;
	// What is observed is told of once at the beginning too, after the new page was drawn.
	grown.observe(document.body);
}

/** A new step begins at the top; nobody waits for the old one any more. */
export function beginAtTop(): void {
	waiting?.();
	scrollTo(0, 0);
}
