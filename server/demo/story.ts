import type { DemoPerson, StartInfo } from "../../core/contract/people.ts";
import type { PlantedCause } from "../../core/demo/planted.ts";
import type { Db } from "../db/connect.ts";
import { say, type Viewer } from "../views/viewer.ts";

type Step = StartInfo["story"][number];

/** As whom and where each planted cause is best seen. */
const PLACES: Readonly<Record<PlantedCause["id"], { person: DemoPerson; path: (id: string) => string }>> = {
	"quarter-at-risk": { person: "jennifer", path: (id) => `/forecast?node=${id}` },
	sandbagger: { person: "jennifer", path: (id) => `/deals?status=won&ownerId=${id}` },
	"quiet-champion": { person: "maria", path: (id) => `/deals/${id}` },
	duplicates: { person: "david", path: () => "/quality" },
	"missing-rate": { person: "jennifer", path: () => "/forecast" },
	"unfair-territory": { person: "jennifer", path: (id) => `/forecast?node=${id}` },
};

/** The demo's story: one step a planted cause, as the start page tells it. Empty where nothing is planted. */
export async function storySteps(db: Db, viewer: Pick<Viewer, "locale">): Promise<Step[]> {
	const causes = await db
		.selectFrom("demo_causes")
		.select(["cause", "who", "subject_ids"])
		.orderBy("position")
		.execute();
	return causes.flatMap(({ cause, who, subject_ids }) => {
		const place = isPlanted(cause) ? PLACES[cause] : null;
		if (!place) return [];
		const tell = (what: string) => say({ ...viewer, zone: "UTC" }, `story.${cause}.${what}`, { who });
		return [
			{
				cause,
				person: place.person,
				path: place.path(subject_ids[0] ?? ""),
				title: tell("title"),
				says: tell("says"),
				look: tell("look"),
			},
		];
	});
}

function isPlanted(cause: string): cause is PlantedCause["id"] {
	return cause in PLACES;
}
