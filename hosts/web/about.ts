/** The page of a record that a sentence speaks of; null where it has none. */
export function pageOf(about: { entity: string; id: string } | null | undefined): string | null {
	if (about?.entity === "deal") return `/deals/${about.id}`;
	if (about?.entity === "lead") return `/leads/${about.id}`;
	if (about?.entity === "forecast" || about?.entity === "period") return "/forecast";
	if (about?.entity === "import") return `/import/${about.id}`;
	return null;
}
