/** Steps of the one scale for chances, light (unlikely) to dark (likely); never red to green. */
const STEPS = 5;

/** The step 1–5 of a share 0–1. */
export function scaleStep(share: number): number {
	return Math.min(STEPS, Math.max(1, Math.ceil(share * STEPS)));
}

/** The CSS colour of a share 0–1, defined by the theme in light, dark and high contrast. */
export function scaleColour(share: number): string {
	return `var(--cs-scale-${scaleStep(share)})`;
}
