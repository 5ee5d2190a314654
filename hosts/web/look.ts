import {
	type BrandVariants,
	createDarkTheme,
	createLightTheme,
	type Theme,
	teamsHighContrastTheme,
	webDarkTheme,
	webLightTheme,
} from "@fluentui/react-components";

/** The one accent: petrol, from nearly black to nearly white. */
const petrol: BrandVariants = {
	10: "#001016",
	20: "#001a23",
	30: "#002532",
	40: "#003241",
	50: "#003e50",
	60: "#004b60",
	70: "#00576e",
	80: "#00627b",
	90: "#11718b",
	100: "#28839e",
	110: "#4195b0",
	120: "#60aac3",
	130: "#83bfd3",
	140: "#a8d3e2",
	150: "#c7e4ee",
	160: "#e2f2f7",
};
const fontFamilyBase = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif';

/** How the portal looks; `system` follows the machine. */
export const LOOKS = ["system", "light", "dark", "contrast"] as const;
export type Look = (typeof LOOKS)[number];
export type ShownLook = Exclude<Look, "system">;

const dark = createDarkTheme(petrol);

/** Fluent's theme of each look, in our accent and type. */
export const themes: Record<ShownLook, Theme> = {
	light: {
		...webLightTheme,
		...createLightTheme(petrol),
		fontFamilyBase,
		colorNeutralForeground1: "#171c1e",
		colorNeutralBackground2: "#f7f9fa",
		colorNeutralBackground1Hover: "#f4f7f8",
		colorNeutralStroke1: "#c6cdd0",
		colorNeutralStroke2: "#e2e6e8",
	},
	dark: {
		...webDarkTheme,
		...dark,
		fontFamilyBase,
		// Fluent's dark brand text is too dark for small print on these greys.
		colorBrandForeground1: petrol[120],
		colorBrandForegroundLink: petrol[120],
		colorBrandForegroundLinkHover: petrol[130],
		colorCompoundBrandForeground1: petrol[120],
		colorCompoundBrandStroke: petrol[120],
		colorNeutralForeground1: "#edf1f2",
		colorNeutralBackground1: "#12181b",
		colorNeutralBackground2: "#0c1113",
		colorNeutralBackground3: "#1b2326",
		colorNeutralBackground1Hover: "#1b2326",
		colorNeutralStroke1: "#4a565b",
		colorNeutralStroke2: "#2e373b",
	},
	contrast: { ...teamsHighContrastTheme, fontFamilyBase },
};

const KEPT = "courtside.look";

/** The look this browser was told to use. */
export function keptLook(): Look {
	const kept = readKept(KEPT);
	return LOOKS.find((l) => l === kept) ?? "system";
}

/** Keeps the look in this browser. */
export function keepLook(look: Look): void {
	writeKept(KEPT, look);
}

/** What `system` means on this machine just now. */
export function systemLook(): ShownLook {
	if (matchMedia("(forced-colors: active)").matches) return "contrast";
	return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Calls back when the machine changes between light, dark and forced colours. */
export function onSystemLook(changed: () => void): () => void {
	const queries = [matchMedia("(forced-colors: active)"), matchMedia("(prefers-color-scheme: dark)")];
	for (const query of queries) query.addEventListener("change", changed);
	return () => {
		for (const query of queries) query.removeEventListener("change", changed);
	};
}

/** What this browser keeps under a name; null where storage is refused. */
export function readKept(name: string): string | null {
	try {
		return localStorage.getItem(name);
	} catch {
		return null;
	}
}

/** Keeps a text in this browser; where storage is refused it lasts as long as the page. */
export function writeKept(name: string, value: string): void {
	try {
		localStorage.setItem(name, value);
	} catch {
		// A browser that refuses storage forgets at the end; nothing else is lost.
	}
}
